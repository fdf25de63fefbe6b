package io.eipmeter.sim.lab.process;

import org.jspecify.annotations.Nullable;

/** Something the user can read and act on: the message is one clear sentence. */
public final class LabFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabFailure(String sentence) {
    super(sentence);
  }

  public LabFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
