package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Ids of new intervals: none that was ever spoken of, for a statement would replace its interval.
 */
final class OwnershipIds {
  private final InForce inForce;
  private final Set<String> given = new HashSet<>();

  OwnershipIds(InForce inForce) {
    this.inForce = inForce;
  }

  String of(AddressRange range, Piece piece) {
    String since = "@" + Instant.ofEpochMilli(piece.fromMs());
    String id = piece.name().isEmpty() ? piece.source() + ":" + range + since : piece.name();
    if (isNew(id)) {
      return id;
    }
    String stem = piece.name().isEmpty() ? id : id + since;
    String next = stem;
    for (int i = 2; !isNew(next); i++) {
      next = stem + "#" + i;
    }
    return next;
  }

  private boolean isNew(String id) {
    return !inForce.knows(id) && given.add(id);
  }
}
