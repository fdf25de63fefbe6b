package io.eipmeter.sim.world.logs;

/** A JSON object in one line, its values all texts, as the provider's log service exports them. */
final class JsonLine {
  private final StringBuilder line = new StringBuilder("{");

  /** No value of ours has a quote, a backslash or a line's end. */
  JsonLine with(String name, Object value) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(name).append("\":\"").append(value).append('"');
    return this;
  }

  @Override
  public String toString() {
    return line + "}";
  }
}
