package io.eipmeter.collector.outbox;

/** A block that was given to the producer. Guarded by the outbox's lock. */
final class Sending {
  static final long NOT_SPOOLED = -1;

  private final OutgoingBlock block;
  private final long sinceNanos;
  private long spoolPosition;
  private boolean done;

  Sending(OutgoingBlock block, long sinceNanos, long spoolPosition) {
    this.block = block;
    this.sinceNanos = sinceNanos;
    this.spoolPosition = spoolPosition;
  }

  OutgoingBlock block() {
    return block;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  long spoolPosition() {
    return spoolPosition;
  }

  void spooledAt(long position) {
    spoolPosition = position;
  }

  boolean isDone() {
    return done;
  }

  void setDone() {
    done = true;
  }
}
