package io.eipmeter.schemas.clickhouse;

import org.jspecify.annotations.Nullable;

/** The tables cannot be brought to what this program needs; its message is one sentence. */
public final class MigrationException extends Exception {
  private static final long serialVersionUID = 1L;

  public MigrationException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
