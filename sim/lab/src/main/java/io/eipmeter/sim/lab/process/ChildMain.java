package io.eipmeter.sim.lab.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import sun.misc.Signal;

/**
 * First main of every Java child: runs the main class it is given and ends the process when its
 * standard input closes. The kernel closes that pipe however the parent dies, so no child outlives
 * a launcher that was killed with -9.
 */
public final class ChildMain {
  private static final int LONGEST_STOP_MS = 15_000;

  private ChildMain() {}

  public static void main(String[] args) throws Throwable {
    Thread watch = new Thread(ChildMain::exitAtEndOfInput, "end-of-input");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said here; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe is an end too.
    }
    Thread hardEnd = new Thread(ChildMain::haltAfterLongestStop, "hard-end");
    hardEnd.setDaemon(true);
    hardEnd.start();
    Signal.raise(new Signal("TERM")); // as if somebody had asked it to end: in good order
  }

  private static void haltAfterLongestStop() {
    try {
      Thread.sleep(LONGEST_STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
