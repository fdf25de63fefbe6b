package io.eipmeter.sim.lab.cli;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Commands as a user would type them, run here. */
public final class Commands {
  private Commands() {}

  /** What a command gave. */
  public record Answer(int exitCode, String out, String err) {}

  public static Answer run(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exitCode = line.execute(words.toArray(String[]::new));
    return new Answer(exitCode, out.toString(), err.toString());
  }

  /** The same of one that must succeed. */
  public static Answer succeed(List<String> words) {
    Answer answer = run(words);
    if (answer.exitCode() != 0) {
      throw new LabFailure(
          "eipmeter " + String.join(" ", words) + " failed: " + answer.err().strip());
    }
    return answer;
  }
}
