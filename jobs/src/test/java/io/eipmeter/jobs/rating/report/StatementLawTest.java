package io.eipmeter.jobs.rating.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.report.StatementHistory.Kind;
import io.eipmeter.jobs.rating.report.StatementHistory.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * The law of statements: the sum of all lines issued to an account is one rating of all its closed
 * months from what is known now, at the prices valid in each hour; and one more run writes nothing.
 */
class StatementLawTest {
  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 26),
            Arbitraries.integers().between(0, 2_879),
            Arbitraries.integers().between(0, 99))
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 400)
  void whatWasIssuedIsOneRatingOfWhatIsKnown(@ForAll("histories") List<Step> history)
      throws TablesException {
    holds(history);
  }

  @Property(tries = 10_000)
  @Tag("nightly")
  void whatWasIssuedIsOneRatingOfWhatIsKnownInTenThousandHistories(
      @ForAll("histories") List<Step> history) throws TablesException {
    holds(history);
  }

  private static void holds(List<Step> steps) throws TablesException {
    StatementHistory history = new StatementHistory();
    for (Step step : steps) {
      history.play(step);
    }
    history.settle();
    assertThat(StatementHistory.difference(history.issued(), history.oracle())).isNull();
    int written = history.store.written();
    for (int month = 0; month <= 5; month++) {
      assertThat(history.close(month).written()).isZero();
    }
    assertThat(history.store.written()).as("one more run writes nothing").isEqualTo(written);
  }
}
