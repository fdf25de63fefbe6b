package io.eipmeter.sim.world.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call's parameters, as the provider spells them. */
final class Parameters {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  private final Map<String, String> values;

  Parameters(Map<String, String> values) {
    this.values = values;
  }

  String required(String name) throws ApiException {
    String value = text(name);
    if (value.isEmpty()) {
      throw new ApiException(
          ErrorCode.MISSING_PARAMETER,
          "The input parameter \""
              + name
              + "\" that is mandatory for processing this request is not supplied.");
    }
    return value;
  }

  /** Empty where it is absent. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean has(String name) {
    return !text(name).isEmpty();
  }

  /** A text of bounded length; empty where it is absent. */
  String text(String name, int least, int most) throws ApiException {
    String value = text(name);
    if (!value.isEmpty() && (value.length() < least || value.length() > most)) {
      throw ApiException.invalid(name, "it must have " + least + " to " + most + " characters.");
    }
    return value;
  }

  String oneOf(String name, String otherwise, Set<String> allowed) throws ApiException {
    String value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (!allowed.contains(value)) {
      throw ApiException.invalid(
          name, "it must be one of " + String.join(", ", allowed.stream().sorted().toList()) + ".");
    }
    return value;
  }

  int whole(String name, int otherwise, int least, int most) throws ApiException {
    String value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw ApiException.invalid(name, "it must be a number from " + least + " to " + most + ".");
  }

  boolean flag(String name) throws ApiException {
    return switch (text(name).toLowerCase(java.util.Locale.ROOT)) {
      case "", "false" -> false;
      case "true" -> true;
      default -> throw ApiException.invalid(name, "it must be true or false.");
    };
  }

  /** Name.1, Name.2 and so on. */
  List<String> list(String name) {
    List<String> list = new ArrayList<>();
    for (int i = 1; has(name + "." + i); i++) {
      list.add(text(name + "." + i));
    }
    return List.copyOf(list);
  }

  /** Name.1.Key and Name.1.Value and so on. */
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 1; has(name + "." + i + ".Key"); i++) {
      pairs.put(text(name + "." + i + ".Key"), text(name + "." + i + ".Value"));
    }
    return pairs;
  }

  /** a,b,c; empty where it is absent. */
  List<String> commaList(String name, int most) throws ApiException {
    if (!has(name)) {
      return List.of();
    }
    List<String> list = List.of(text(name).split("\\s*,\\s*"));
    if (list.size() > most) {
      throw ApiException.invalid(name, "at most " + most + " values.");
    }
    return list;
  }

  /** A required IPv4 address. */
  String ipv4(String name) throws ApiException {
    return ipv4(name, required(name));
  }

  /**
   * @param name of the parameter that it is in
   */
  static String ipv4(String name, String address) throws ApiException {
    if (!address.matches(BYTE + "(\\." + BYTE + "){3}")) {
      throw ApiException.invalid(name, "'" + address + "' is no IPv4 address.");
    }
    return address;
  }
}
