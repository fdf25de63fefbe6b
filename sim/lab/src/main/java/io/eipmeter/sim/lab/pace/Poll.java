package io.eipmeter.sim.lab.pace;

import java.util.concurrent.Callable;

/**
 * Asks a part that cannot be followed, now and then and in a thread of its own, how far it is. One
 * that does not answer is where it was.
 */
public final class Poll implements AutoCloseable {
  private static final long EVERY_MS = 200;

  private final Callable<Long> ask;
  private final Thread thread;
  private volatile long untilMs = Mark.NOT_READY;
  private volatile boolean closed;

  /**
   * @param name of the thread
   * @param ask virtual time, milliseconds since the epoch; 0 or less: none yet
   */
  public Poll(String name, Callable<Long> ask) {
    this.ask = ask;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        look();
        Thread.sleep(EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void look() throws InterruptedException {
    try {
      long answerMs = ask.call();
      if (answerMs > Math.max(0, untilMs)) {
        untilMs = answerMs;
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // It may be the one that was killed; who never comes back is found by the stall.
    }
  }

  /** The furthest that it has told. */
  public long untilMs() {
    return untilMs;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
