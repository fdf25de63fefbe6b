package io.eipmeter.jobs.rating.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.jobs.rating.domain.EipHistory;
import io.eipmeter.jobs.rating.domain.EipHistory.Association;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Membership;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import io.eipmeter.jobs.rating.time.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what is known of addresses and accounts: a JSON object a line. One with {@code eip} is an
 * address, one without an account.
 */
public final class ResourceFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> EIP_FIELDS =
      Set.of(
          "eip",
          "account",
          "region",
          "line",
          "chargeMethod",
          "created",
          "released",
          "pool",
          "bandwidth",
          "associations",
          "sharedBandwidth");
  private static final Set<String> ACCOUNT_FIELDS = Set.of("account", "quota");

  /**
   * The content of a file.
   *
   * @param quotas by account
   */
  public record Resources(List<EipHistory> eips, Map<String, Timeline<Long>> quotas) {
    public static Resources none() {
      return new Resources(List.of(), Map.of());
    }
  }

  private final Path file;
  private int line;

  private ResourceFile(Path file) {
    this.file = file;
  }

  /**
   * @throws BadFileException if a line is none
   */
  public static Resources read(Path file) {
    return new ResourceFile(file).lines();
  }

  private Resources lines() {
    List<EipHistory> eips = new ArrayList<>();
    Map<String, Timeline<Long>> quotas = new HashMap<>();
    try {
      for (String text : Files.readAllLines(file)) {
        line++;
        if (!text.isBlank()) {
          JsonNode object = JSON.readTree(text);
          if (object.has("eip")) {
            eips.add(eip(object));
          } else {
            known(object, ACCOUNT_FIELDS);
            quotas.put(required(object, "account"), quota(object));
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw bad("is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadFileException(file + ": cannot be read: " + e.getMessage());
    }
    return new Resources(eips, quotas);
  }

  private Timeline<Long> quota(JsonNode object) {
    JsonNode quota = object.path("quota");
    if (quota.isArray()) {
      List<Since<Long>> values = new ArrayList<>();
      quota.forEach(one -> values.add(new Since<>(time(one, "from"), one.path("quota").asLong())));
      return new Timeline<>(values);
    }
    if (!quota.canConvertToLong()) {
      throw bad("needs eip (an address) or account and quota (an account)");
    }
    return Timeline.always(quota.asLong());
  }

  private EipHistory eip(JsonNode object) {
    known(object, EIP_FIELDS);
    Interval life = interval(object, "created", "released");
    JsonNode pool = object.path("pool");
    return new EipHistory(
        required(object, "eip"),
        required(object, "account"),
        required(object, "region"),
        required(object, "line"),
        life,
        pool.isTextual() ? pool.asText() : pool.asBoolean(false) ? "pool" : "",
        new Timeline<>(
            since(object, "chargeMethod", "method", life, node -> method(node.asText()))),
        new Timeline<>(
            object.has("bandwidth")
                ? since(object, "bandwidth", "mbps", life, this::mbps)
                : List.of()),
        associations(object.path("associations")),
        memberships(object.path("sharedBandwidth")));
  }

  /** A plain value holds from the start; else a list of values, each from its time on. */
  private <T> List<Since<T>> since(
      JsonNode object, String field, String value, Interval life, Function<JsonNode, T> parse) {
    JsonNode node = object.path(field);
    if (node.isMissingNode()) {
      throw bad("has no " + field);
    }
    if (!node.isArray()) {
      return List.of(new Since<>(life.from(), parse.apply(node)));
    }
    List<Since<T>> list = new ArrayList<>();
    for (JsonNode entry : node) {
      list.add(new Since<>(time(entry, "from"), parse.apply(entry.path(value))));
    }
    if (list.isEmpty()) {
      throw bad("has an empty " + field);
    }
    list.sort(Comparator.comparing(Since::from));
    return list;
  }

  private ChargeMethod method(String text) {
    return switch (text) {
      case "data-transfer", "PayByTraffic", "PayByDataTransfer" -> ChargeMethod.DATA_TRANSFER;
      case "bandwidth", "PayByBandwidth" -> ChargeMethod.BANDWIDTH;
      case "subscription", "PrePaid" -> ChargeMethod.SUBSCRIPTION;
      default ->
          throw bad(
              "chargeMethod must be data-transfer, bandwidth or subscription, was '" + text + "'");
    };
  }

  private int mbps(JsonNode node) {
    if (!node.canConvertToInt() || node.asInt() < 1) {
      throw bad("bandwidth must be a whole number of Mbit/s, was " + node);
    }
    return node.asInt();
  }

  private List<Association> associations(JsonNode array) {
    List<Association> associations = new ArrayList<>();
    for (JsonNode entry : array) {
      associations.add(new Association(interval(entry, "from", "to"), required(entry, "kind")));
    }
    associations.sort(Comparator.comparing(association -> association.time().from()));
    return associations;
  }

  private List<Membership> memberships(JsonNode array) {
    List<Membership> memberships = new ArrayList<>();
    for (JsonNode entry : array) {
      memberships.add(
          new Membership(
              interval(entry, "from", "to"), entry.path("id").asText("shared-bandwidth")));
    }
    memberships.sort(Comparator.comparing(membership -> membership.time().from()));
    return memberships;
  }

  private Interval interval(JsonNode object, String from, String to) {
    try {
      return new Interval(
          time(object, from), object.hasNonNull(to) ? time(object, to) : Instant.MAX);
    } catch (IllegalArgumentException e) {
      throw bad(to + " is before " + from);
    }
  }

  private Instant time(JsonNode object, String field) {
    return Texts.time(required(object, field), problem -> bad(field + " " + problem));
  }

  private String required(JsonNode object, String field) {
    String text = object.path(field).asText("");
    if (text.isEmpty()) {
      throw bad("has no " + field);
    }
    return text;
  }

  private void known(JsonNode object, Set<String> fields) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw bad("has a field that is not known: " + name);
      }
    }
  }

  private BadFileException bad(String what) {
    return new BadFileException(file + ", line " + line + ": " + what);
  }
}
