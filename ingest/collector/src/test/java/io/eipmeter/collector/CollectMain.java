package io.eipmeter.collector;

import io.eipmeter.collector.cli.CollectCommand;
import picocli.CommandLine;

/** {@code collect} as a process of its own, to be killed. */
final class CollectMain {
  private CollectMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new CollectCommand()).execute(args));
  }
}
