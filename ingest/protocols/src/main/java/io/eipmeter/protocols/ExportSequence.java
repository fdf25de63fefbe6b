package io.eipmeter.protocols;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of each datagram in its exporter's stream: new, or a duplicate; after which losses;
 * before or after a restart. The rules are in RATIONALE.md, "How are duplicates told?".
 */
final class ExportSequence {
  /** Uptime against receive time may differ by this between datagrams of one run. */
  private static final int BOOT_TOLERANCE_MS = 60_000;

  /** How long after the last known export of an epoch more of it may turn up. */
  private static final long TAIL_MS = 60_000;

  private static final int EPOCHS_KEPT = 4;

  private final boolean countsRecords;
  private final List<SequenceEpoch> epochs = new ArrayList<>(1); // newest last
  private boolean restarted;

  ExportSequence(Protocol protocol) {
    this.countsRecords = protocol == Protocol.NETFLOW5 || protocol == Protocol.IPFIX;
  }

  /** The epoch of a datagram that is new, or null for a duplicate. */
  @Nullable SequenceEpoch admit(Arrival arrival) {
    restarted = false;
    for (int i = epochs.size() - 1; i >= 0; i--) {
      if (epochs.get(i).ring.contains(arrival.hash)) {
        return null;
      }
    }
    SequenceEpoch epoch = epochOf(arrival);
    if (arrival.takesNumbers && epoch.surelyCame(arrival.sequence)) {
      return null;
    }
    if (epoch == newest()) {
      epoch.boot = arrival.boot();
      epoch.lastReceivedMs = Math.max(epoch.lastReceivedMs, arrival.receivedMs);
    }
    if (arrival.takesNumbers) { // templates of a new run may come before its data tells of it
      epoch.maxExportMs = Math.max(epoch.maxExportMs, arrival.exportMs);
    }
    return epoch;
  }

  /** Whether the datagram last admitted was the first after a restart. */
  boolean restarted() {
    return restarted;
  }

  /** The number of an epoch, which stays its own; older ones have lower numbers. */
  long numberOf(SequenceEpoch epoch) {
    return epoch.startExportMs;
  }

  /** The epoch of that number, or null if it is forgotten. */
  @Nullable SequenceEpoch epoch(long number) {
    for (SequenceEpoch epoch : epochs) {
      if (epoch.startExportMs == number) {
        return epoch;
      }
    }
    return null;
  }

  private SequenceEpoch newest() {
    return epochs.get(epochs.size() - 1);
  }

  private SequenceEpoch epochOf(Arrival arrival) {
    if (epochs.isEmpty()) {
      return start(arrival);
    }
    return arrival.uptimeMs == Arrival.NO_UPTIME ? byExportTime(arrival) : byBoot(arrival);
  }

  private SequenceEpoch byBoot(Arrival arrival) {
    int later = arrival.boot() - newest().boot;
    if (Math.abs((long) later) <= BOOT_TOLERANCE_MS || arrival.sequence == newest().next) {
      return newest();
    }
    if (later > 0) {
      // some devices' line cards tell uptimes of their own: the sequence, or a start since the
      // last datagram, has to agree that it is a restart
      int step = arrival.sequence - newest().lastSequence;
      boolean fellBack = step < 0 && !newest().inGap(arrival.sequence);
      boolean startedSince = arrival.receivedMs - arrival.uptimeMs > newest().lastReceivedMs;
      if (!fellBack && !startedSince) {
        return newest();
      }
      restarted = true;
      return start(arrival);
    }
    for (int i = epochs.size() - 2; i >= 0; i--) {
      if (Math.abs((long) (arrival.boot() - epochs.get(i).boot)) <= BOOT_TOLERANCE_MS) {
        return epochs.get(i);
      }
    }
    return newest();
  }

  /**
   * IPFIX has no uptime. A datagram from before the newest epoch began is of an older one. One
   * exported later than all before, and yet with a number before the last that fills no gap, is the
   * first of a new one.
   */
  private SequenceEpoch byExportTime(Arrival arrival) {
    SequenceEpoch newest = newest();
    int step = arrival.sequence - newest.lastSequence;
    for (int i = epochs.size() - 2; i >= 0 && arrival.exportMs <= newest.startExportMs; i--) {
      SequenceEpoch older = epochs.get(i);
      boolean nearer = Math.abs((long) (arrival.sequence - older.next)) < Math.abs((long) step);
      boolean before = arrival.exportMs < newest.startExportMs || nearer;
      if (before && arrival.exportMs <= older.maxExportMs + TAIL_MS) {
        return older;
      }
    }
    boolean fellBack =
        step < 0
            && arrival.takesNumbers
            && arrival.exportMs > newest.maxExportMs
            && !newest.inGap(arrival.sequence);
    boolean farAhead = step > 1 << 30;
    if (fellBack || farAhead) {
      restarted = true;
      return start(arrival);
    }
    return newest;
  }

  private SequenceEpoch start(Arrival arrival) {
    SequenceEpoch epoch = new SequenceEpoch(countsRecords);
    epoch.boot = arrival.boot();
    epoch.startExportMs =
        epochs.isEmpty()
            ? arrival.exportMs
            : Math.max(arrival.exportMs, newest().startExportMs + 1);
    epoch.maxExportMs = arrival.exportMs;
    epochs.add(epoch);
    if (epochs.size() > EPOCHS_KEPT) {
      epochs.remove(0);
    }
    return epoch;
  }

  void write(StateWriter out) {
    out.number(epochs.size());
    for (SequenceEpoch epoch : epochs) {
      epoch.write(out);
    }
  }

  static ExportSequence read(Protocol protocol, StateReader in) {
    ExportSequence sequence = new ExportSequence(protocol);
    int count = in.smallNumber(EPOCHS_KEPT);
    for (int i = 0; i < count; i++) {
      sequence.epochs.add(SequenceEpoch.read(sequence.countsRecords, in));
    }
    return sequence;
  }
}
