package io.eipmeter.collector.inventory;

import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Collectors;

/** What is in force as lines: range, from, to, account, EIP. */
final class Said {
  private Said() {}

  static String text(InForce inForce) {
    return inForce.intervals().stream()
        .sorted(
            Comparator.<EipEvent, String>comparing(event -> Piece.range(event).written())
                .thenComparing(EipEvent::getFromMs))
        .map(Said::line)
        .collect(Collectors.joining());
  }

  private static String line(EipEvent event) {
    return Piece.range(event).written()
        + " "
        + Instant.ofEpochMilli(event.getFromMs())
        + " "
        + (event.getToMs() == 0 ? "open" : Instant.ofEpochMilli(event.getToMs()))
        + " "
        + (event.getAccount() + " " + event.getEipId()).trim()
        + "\n";
  }
}
