package io.eipmeter.sim.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of one part of a scenario's file; a mistake is one sentence that names the place. */
final class ScenarioFields {
  private final String place;
  private final JsonNode object;

  /**
   * @param place for the sentences: the file, then the parts
   * @param object absent: every field has its default
   * @param known all fields that may be there
   */
  ScenarioFields(String place, JsonNode object, Set<String> known) {
    this.place = place;
    this.object = object;
    if (!object.isObject() && !object.isMissingNode()) {
      throw new IllegalArgumentException(place + ": expected fields with values");
    }
    for (var names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            place
                + ": there is no '"
                + name
                + "', only "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** The fields of a part; all at their defaults if it is absent. */
  ScenarioFields part(String name, Set<String> known) {
    JsonNode value = object.get(name);
    return new ScenarioFields(
        place + ", " + name, value == null ? MissingNode.getInstance() : value, known);
  }

  /** The parts of a list; none if it is absent. */
  List<ScenarioFields> list(String name, Set<String> known) {
    JsonNode value = object.get(name);
    List<ScenarioFields> parts = new ArrayList<>();
    if (value == null) {
      return parts;
    }
    if (!value.isArray()) {
      throw bad(name, "must be a list");
    }
    for (JsonNode each : value) {
      parts.add(
          new ScenarioFields(place + ", " + name + ", number " + (parts.size() + 1), each, known));
    }
    return parts;
  }

  boolean isPresent() {
    return object.isObject();
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalArgumentException(place + ": '" + name + "' is missing");
    }
    return text;
  }

  boolean flag(String name) {
    String text = text(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw bad(name, "must be true or false, was '" + text + "'");
  }

  int number(String name, int fallback, int least, int most) {
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

  /** A number that may have a fraction, 0 to {@code most}. */
  double decimal(String name, double fallback, double most) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name, "'" + text + "' is no number");
    }
    throw bad(name, "must be 0 to " + most + ", was " + text);
  }

  /** A part of a whole, 0 to 1. */
  double share(String name, double fallback) {
    return decimal(name, fallback, 1);
  }

  /** A duration of zero or more, milliseconds. */
  long durationMs(String name, long fallbackMs) {
    long durationMs = signedDurationMs(name, fallbackMs);
    if (durationMs < 0) {
      throw bad(name, "must not be negative, was " + text(name));
    }
    return durationMs;
  }

  /** A duration of whole seconds or, where that is allowed, before rather than after. */
  long wholeSecondsMs(String name) {
    long durationMs = signedDurationMs(name, 0);
    if (durationMs % 1_000 != 0) {
      throw bad(name, "must be whole seconds, was " + text(name));
    }
    return durationMs;
  }

  private long signedDurationMs(String name, long fallbackMs) {
    String text = text(name);
    if (text == null) {
      return fallbackMs;
    }
    try {
      return Duration.parse(text).toMillis();
    } catch (DateTimeException e) {
      throw bad(name, "'" + text + "' is no duration like PT45S, PT4M or PT1H");
    }
  }

  /** One of the names of an enum, in small letters. */
  <E extends Enum<E>> E one(String name, E fallback, E[] all) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    List<String> names = new ArrayList<>();
    for (E each : all) {
      String small = each.name().toLowerCase(Locale.ROOT);
      if (small.equals(text)) {
        return each;
      }
      names.add(small);
    }
    throw bad(name, "must be one of " + String.join(", ", names) + ", was '" + text + "'");
  }

  private IllegalArgumentException bad(String name, String sentence) {
    return new IllegalArgumentException(place + ": " + name + ": " + sentence);
  }

  private @Nullable String text(String name) {
    JsonNode value = object.get(name);
    if (value != null && value.isContainerNode()) {
      throw bad(name, "must be one value");
    }
    return value == null || value.isNull() || value.asText().isBlank()
        ? null
        : value.asText().trim();
  }
}
