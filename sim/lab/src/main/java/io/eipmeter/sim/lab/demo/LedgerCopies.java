package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.ledger.LedgerTables;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.LedgerCsv;
import java.io.IOException;

/** The ledger of a run for whoever wants to look at it: as files, as tables. */
final class LedgerCopies {
  private LedgerCopies() {}

  static void write(Ledger ledger, DemoOptions options, Stack stack, Talk talk) {
    if (options.ledgerCsv != null) {
      try {
        LedgerCsv.write(ledger, options.ledgerCsv);
      } catch (IOException e) {
        throw new LabFailure(
            "The ledger could not be written to " + options.ledgerCsv + ": " + e.getMessage() + ".",
            e);
      }
      talk.say("ledger      as CSV in %s", options.ledgerCsv);
    }
    if (options.ledgerTables) {
      LedgerTables.write(ledger, stack.tables());
      talk.say("ledger      in the tables %s.ledger_*", stack.tables().database());
    }
  }
}
