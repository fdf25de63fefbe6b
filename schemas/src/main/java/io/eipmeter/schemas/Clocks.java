package io.eipmeter.schemas;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The clocks that a command line can name. */
public final class Clocks {
  private Clocks() {}

  /**
   * Reads {@code system}, {@code originMs@wallMs*speed} (a {@link ScaledClock}) or {@code
   * file:PATH} (a {@link SharedClock}).
   *
   * @throws IllegalArgumentException if it is none of them; the message says why
   */
  public static Clock parse(String text) {
    if (text.equals("system")) {
      return Clock.systemUTC();
    }
    if (text.startsWith(SharedClock.PREFIX)) {
      return SharedClock.open(Path.of(text.substring(SharedClock.PREFIX.length())));
    }
    int at = text.indexOf('@');
    int star = text.indexOf('*');
    if (at < 0 || star < at) {
      throw unknown(text, null);
    }
    try {
      return new ScaledClock(
          Long.parseLong(text.substring(0, at)),
          Long.parseLong(text.substring(at + 1, star)),
          Integer.parseInt(text.substring(star + 1)));
    } catch (NumberFormatException e) {
      throw unknown(text, e);
    }
  }

  private static IllegalArgumentException unknown(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "clock must be 'system', originMs@wallMs*speed or file:PATH, was " + text, cause);
  }
}
