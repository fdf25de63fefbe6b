package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBookDiff;
import io.eipmeter.schemas.files.BadFileException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter prices}. */
@Command(
    name = "prices",
    mixinStandardHelpOptions = true,
    description = "Checks price books, and shows what one changes.",
    subcommands = {PricesCommand.Check.class, PricesCommand.Diff.class})
public final class PricesCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: prices check, or diff");
  }

  private static PriceBook read(CommandSpec spec, String book) {
    try {
      return PriceBookFile.read(book);
    } catch (BadFileException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** {@code eipmeter prices check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Says whether a file is a price book, or what is wrong with it.")
  static final class Check implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A price book, or a shipped one's name.")
    String book;

    @Override
    public Integer call() {
      PriceBook prices = read(spec, book);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %d prices in %s, valid from %s, periods of %s, %,d bytes a GB%n",
              prices.id(),
              prices.prices().size(),
              prices.currency(),
              prices.valid().from(),
              prices.zone(),
              prices.bytesPerGigabyte());
      return 0;
    }
  }

  /** {@code eipmeter prices diff}. */
  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = {
        "Shows what a new version changes: + new, ~ changed, - gone.",
        "Exit code 1 when a version that has begun would be changed: prices are immutable."
      })
  static final class Diff implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "The version in force.")
    String old;

    @Parameters(index = "1", paramLabel = "NEW", description = "The version to come.")
    String replacement;

    @Override
    public Integer call() {
      PriceBookDiff diff = PriceBookDiff.of(read(spec, old), read(spec, replacement));
      List<String> changes = diff.changes();
      changes.forEach(spec.commandLine().getOut()::println);
      if (changes.isEmpty()) {
        spec.commandLine().getErr().println("no difference");
      }
      diff.objection().ifPresent(spec.commandLine().getErr()::println);
      return diff.objection().isPresent() ? 1 : 0;
    }
  }
}
