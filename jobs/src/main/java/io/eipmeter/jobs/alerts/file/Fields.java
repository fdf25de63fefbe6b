package io.eipmeter.jobs.alerts.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One object of a user's YAML or JSON, with sentences that name the place. */
public final class Fields {
  private final String place;
  private final JsonNode object;

  private Fields(String place, JsonNode object, Set<String> known) throws BadFileException {
    this.place = place;
    this.object = object;
    if (!object.isObject()) {
      throw new BadFileException(place + ": expected fields with values");
    }
    for (var names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new BadFileException(
            place
                + ": there is no '"
                + name
                + "', only "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /**
   * The objects of the one list that a file holds.
   *
   * @param idField names an object in sentences
   */
  public static List<Fields> list(
      String fileName, String text, String listName, String idField, Set<String> known)
      throws BadFileException {
    JsonNode root;
    try {
      ObjectMapper yaml =
          JsonMapper.builder(new YAMLFactory())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build();
      root = yaml.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadFileException(fileName + " is no YAML: " + e.getOriginalMessage());
    }
    JsonNode list = new Fields(fileName, root, Set.of(listName)).object.path(listName);
    if (!list.isArray()) {
      throw new BadFileException(fileName + ": '" + listName + "' must be a list");
    }
    List<Fields> all = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (JsonNode element : list) {
      String id = element.path(idField).asText();
      String at =
          fileName + ": " + listName + ", " + (id.isBlank() ? "number " + (all.size() + 1) : id);
      if (!id.isBlank() && !seen.add(id)) {
        throw new BadFileException(at + ": stands twice");
      }
      all.add(new Fields(at, element, known));
    }
    return all;
  }

  /** The fields of a part; null if it is absent. */
  public @Nullable Fields part(String name, Set<String> known) throws BadFileException {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : new Fields(place + ", " + name, value, known);
  }

  /** The text of a field; null if it is absent or empty. */
  public @Nullable String text(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() || value.asText().isBlank()
        ? null
        : value.asText().trim();
  }

  public String text(String name, String fallback) {
    String text = text(name);
    return text == null ? fallback : text;
  }

  public String required(String name) throws BadFileException {
    String text = text(name);
    if (text == null) {
      throw new BadFileException(place + ": '" + name + "' is missing");
    }
    return text;
  }

  /** A list of texts; one text is a list of one. */
  public List<String> texts(String name) throws BadFileException {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (value.isValueNode()) {
      return List.of(value.asText());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!value.isArray() || !element.isValueNode()) {
        throw bad(name, "must be a list of texts");
      }
      texts.add(element.asText());
    }
    return texts;
  }

  /** Texts by names. */
  public Map<String, String> map(String name) throws BadFileException {
    Map<String, String> map = new TreeMap<>();
    JsonNode value = object.get(name);
    if (value != null && !value.isNull()) {
      if (!value.isObject()) {
        throw bad(name, "must be names with texts");
      }
      value.properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
    }
    return map;
  }

  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  public boolean flag(String name) throws BadFileException {
    String text = text(name, "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(name, "must be true or false, was '" + text + "'");
    };
  }

  /** A duration such as {@code PT5M}. */
  public Duration duration(String name, Duration fallback) throws BadFileException {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw bad(name, "'" + text + "' is no duration like PT60S, PT5M or PT24H");
    }
    throw bad(name, "must be positive, was " + text);
  }

  public int number(String name, int fallback, int least, int most) throws BadFileException {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name, "'" + text + "' is no whole number");
    }
    throw bad(name, "must be " + least + " to " + most + ", was " + text);
  }

  /** A field that a type of its own reads; that type's complaint is the sentence. */
  public <T> T parsed(String name, Function<String, T> parser) throws BadFileException {
    try {
      return parser.apply(required(name));
    } catch (IllegalArgumentException e) {
      throw bad(name, String.valueOf(e.getMessage()));
    }
  }

  public BadFileException bad(String name, String sentence) {
    return new BadFileException(place + ": " + name + ": " + sentence);
  }

  public BadFileException bad(String sentence) {
    return new BadFileException(place + ": " + sentence);
  }
}
