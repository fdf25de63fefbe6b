package io.eipmeter.schemas.files;

import java.util.function.Supplier;

/**
 * A record that was read from a file says that one of its values can't be. The reader adds the file
 * and the line.
 */
public final class BadFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  /**
   * @param pointer JSON pointer within the record, as in {@code /prefixes/1/unit}; empty for all of
   *     it
   * @param sentence what is wrong, with the value and what is allowed
   */
  public BadFieldException(String pointer, String sentence) {
    super(sentence);
    if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
      throw new IllegalStateException("no JSON pointer: " + pointer);
    }
    this.pointer = pointer;
  }

  /**
   * What a rule makes; what it complains of is said of what the pointer points at.
   *
   * @param pointer as of the constructor
   */
  public static <R> R at(String pointer, Supplier<R> rule) {
    try {
      return rule.get();
    } catch (BadFieldException e) {
      throw e.below(pointer);
    } catch (IllegalArgumentException e) {
      throw new BadFieldException(pointer, String.valueOf(e.getMessage()));
    }
  }

  String pointer() {
    return pointer;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  /** The same, within what {@code above} points at. */
  BadFieldException below(String above) {
    return new BadFieldException(above + pointer, sentence());
  }

  /**
   * The sentence behind a place.
   *
   * @param place the file, and the line where there is one
   */
  BadFileException in(String place) {
    String key = key(pointer);
    return new BadFileException(place + ": " + (key.isEmpty() ? "" : key + ": ") + sentence());
  }

  /** {@code /prefixes/1/unit} as people write it: {@code prefixes[1].unit}. */
  static String key(String pointer) {
    StringBuilder key = new StringBuilder();
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      if (!part.isEmpty() && part.chars().allMatch(Character::isDigit)) {
        key.append('[').append(part).append(']');
      } else {
        key.append(key.isEmpty() ? "" : ".").append(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return key.toString();
  }

  /** A step of a pointer. */
  static String step(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
