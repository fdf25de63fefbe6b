package io.eipmeter.schemas.files;

import java.util.function.Function;

/**
 * A row of a file.
 *
 * @param file what it is called in sentences
 * @param line where the row begins, from 1
 * @param value what it says
 */
public record Row<T>(String file, long line, T value) {
  /** The value made into another; what that complains of is said with the place. */
  public <R> Row<R> map(Function<T, R> rule) {
    try {
      return new Row<>(file, line, rule.apply(value));
    } catch (BadFileException e) {
      throw e;
    } catch (BadFieldException e) {
      throw e.in(place());
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  /** A sentence about the row. */
  public BadFileException bad(String sentence) {
    return new BadFileException(place() + ": " + sentence);
  }

  String place() {
    return file + ", line " + line;
  }
}
