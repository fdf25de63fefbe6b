package io.eipmeter.protocols;

/**
 * The sequence numbers of one stream of an exporter between two of its restarts: everything from
 * {@link #low} to {@link #next} has come, but for the gaps. Numbers are modulo 2^32.
 */
final class SequenceEpoch {
  /** How the exporter counts is not proved yet: duplicates are told by hash where there is one. */
  static final byte LEARNING = 0;

  /** It counts as its protocol's standard says. */
  static final byte BY_RULE = 1;

  /** It counts the other unit: datagrams where records are the rule, or records for datagrams. */
  static final byte BY_OTHER_UNIT = 2;

  /** It follows no rule: duplicates by hash only, and no losses told. */
  static final byte IRREGULAR = 3;

  private static final int PROVED_AFTER = 8;
  private static final int OTHER_AFTER = 4;
  private static final int IRREGULAR_AFTER = 4;
  private static final int REGULAR_AFTER = 64;

  /** Hashes kept where sequence numbers tell duplicates. */
  private static final int FEW_HASHES = 256;

  private static final int MANY_HASHES = 16_384;
  private static final long HASHES_KEPT_MS = 600_000;
  private static final long GAPS_KEPT_MS = 86_400_000;
  private static final int REACH = 1 << 30;

  final boolean ruleCountsRecords;
  int boot;
  long startExportMs;
  long maxExportMs;
  long lastReceivedMs;
  long lastLogMs;
  HashRing ring = new HashRing();
  int next;
  int lastSequence;

  private byte mode = LEARNING;
  private boolean started;
  private int low;
  private SequenceGaps gaps = new SequenceGaps();

  /**
   * The datagram before {@link #next} is of unknown length: the kind of the gap after it, or -1.
   */
  private byte openKind = -1;

  private int lastRecords = -1;
  private int ruleVotes;
  private int otherVotes;
  private int betweenVotes;
  private int regularRun;
  private int violations;
  private long lost;

  SequenceEpoch(boolean ruleCountsRecords) {
    this.ruleCountsRecords = ruleCountsRecords;
  }

  boolean inGap(int sequence) {
    return gaps.find(sequence) >= 0;
  }

  /** Whether this number has come, and so surely that no hash is needed to say so. */
  boolean surelyCame(int sequence) {
    return mode != IRREGULAR
        && started
        && sequence - next < 0
        && sequence - low >= 0
        && gaps.find(sequence) < 0
        && !ring.reaches(sequence);
  }

  /**
   * Takes in a datagram that is new.
   *
   * @param records its data records, or -1 where that is not known
   * @param waiting some of its records wait, so their number may become known
   * @return exports newly known to be lost, or (negative) no longer lost
   */
  long accept(Arrival arrival, int records, boolean waiting) {
    int sequence = arrival.sequence;
    long takenBack = learn(sequence);
    long change = 0;
    int units = countsRecords() ? records : 1;
    if (!started) {
      started = true;
      low = sequence;
      next = sequence;
    }
    if (sequence - next >= 0) {
      change += ahead(sequence, units, waiting, arrival.logMs);
    } else if (sequence - low < 0) {
      below(sequence, Math.max(units, 0), arrival.logMs);
    } else if (units > 0) {
      change -= inside(sequence, units);
    }
    if (arrival.takesNumbers) {
      lastSequence = sequence;
      lastRecords = records;
    }
    ring.add(arrival.hash, sequence, arrival.logMs);
    forget(arrival.logMs);
    return takenBack + told(mode == IRREGULAR ? 0 : change);
  }

  /** A datagram that waited turned out to have this many records. */
  long resolved(int sequence, int records, boolean othersWait) {
    if (!countsRecords()) {
      return 0;
    }
    long change = 0;
    if (sequence == next) {
      next += records;
      openKind = -1;
    } else if (inGap(sequence)) {
      change -= inside(sequence, records);
    }
    if (!othersWait) {
      change += gaps.countPending();
    }
    return told(mode == IRREGULAR ? 0 : change);
  }

  /** A datagram that waited was given up: how many records it had stays unknown. */
  void gaveUp(int sequence) {
    int gap = gaps.find(sequence);
    if (gap >= 0) {
      gaps.giveUp(gap);
    } else if (sequence == next && openKind == SequenceGaps.PENDING) {
      openKind = SequenceGaps.UNCOUNTED;
    }
  }

  private long told(long change) {
    lost += change;
    return change;
  }

  private boolean countsRecords() {
    return mode == BY_OTHER_UNIT ? !ruleCountsRecords : ruleCountsRecords;
  }

  private long ahead(int sequence, int units, boolean waiting, long logMs) {
    long missing = sequence - next & 0xffff_ffffL;
    byte kind = openKind < 0 ? SequenceGaps.COUNTED : openKind;
    if (missing > 0) {
      gaps.append(next, sequence, logMs, kind);
    }
    if (units < 0) {
      next = sequence;
      openKind = waiting ? SequenceGaps.PENDING : SequenceGaps.UNCOUNTED;
    } else if (units > 0 || missing > 0) {
      next = sequence + units;
      openKind = -1;
    }
    return kind == SequenceGaps.COUNTED ? missing : 0;
  }

  private void below(int sequence, int units, long logMs) {
    int end = sequence + units;
    if (end - low > 0) {
      violated();
    } else if (end != low) {
      gaps.prepend(end, low, logMs, SequenceGaps.UNCOUNTED);
    }
    low = sequence;
  }

  private long inside(int sequence, int units) {
    int end = sequence + units;
    int gap = gaps.find(sequence);
    if (gap < 0) {
      violated();
      if (end - next > 0) {
        next = end;
      }
      return 0;
    }
    if (end - gaps.end(gap) > 0) {
      violated();
      end = gaps.end(gap);
    }
    return gaps.fill(gap, sequence, end);
  }

  /** An overlap: the exporter does not count as we think it does. */
  private void violated() {
    if (mode == IRREGULAR) {
      regularRun = 0;
      return;
    }
    violations++;
    mode = LEARNING;
    ruleVotes = 0;
    otherVotes = 0;
    betweenVotes = 0;
  }

  /**
   * Compares the step from the datagram before with both units. Some exporters count a third thing
   * (softflowd's NetFlow v9 counts connections, which are one or two records each): their steps lie
   * between.
   */
  private long learn(int sequence) {
    int step = sequence - lastSequence;
    if (mode == LEARNING && violations >= IRREGULAR_AFTER) {
      return switchTo(IRREGULAR);
    }
    if (!started || lastRecords < 0 || step <= 0) {
      return 0;
    }
    boolean rule = step == (ruleCountsRecords ? lastRecords : 1);
    boolean other = step == (ruleCountsRecords ? 1 : lastRecords);
    if (rule && (!other || otherVotes + betweenVotes == 0)) {
      ruleVotes++;
      regularRun++;
    } else if (other && !rule) {
      otherVotes++;
      regularRun = 0;
    } else if (!rule && step < lastRecords) {
      betweenVotes++;
      regularRun = 0;
    }
    if (mode == IRREGULAR && regularRun >= REGULAR_AFTER) {
      violations = 0;
      ruleVotes = 0;
      otherVotes = 0;
      betweenVotes = 0;
      return switchTo(LEARNING);
    }
    return mode == LEARNING ? decide() : 0;
  }

  private long decide() {
    int against = otherVotes + betweenVotes;
    if (ruleVotes >= PROVED_AFTER && ruleVotes > against) {
      mode = BY_RULE;
    } else if (against >= OTHER_AFTER && against > ruleVotes) {
      return switchTo(betweenVotes == 0 ? BY_OTHER_UNIT : IRREGULAR);
    }
    return 0;
  }

  /** Starts over with another way of counting; what was told as lost by the old one is not. */
  private long switchTo(byte newMode) {
    long takenBack = -lost;
    mode = newMode;
    started = false;
    gaps.clear();
    openKind = -1;
    lost = 0;
    return takenBack;
  }

  private void forget(long logMs) {
    if (ring.size() > FEW_HASHES) {
      boolean few = mode == BY_RULE || mode == BY_OTHER_UNIT;
      if (few || ring.oldestLogMs() < logMs - HASHES_KEPT_MS) {
        ring.trim(few ? FEW_HASHES : ring.size() - 1);
      }
      ring.trim(MANY_HASHES);
    }
    if (next - low < 0 || next - low > REACH) {
      low = next - REACH;
      gaps.forget(logMs - GAPS_KEPT_MS, low);
    } else if (logMs / 60_000 != lastLogMs / 60_000 && !gaps.isEmpty()) {
      gaps.forget(logMs - GAPS_KEPT_MS, low);
    }
    lastLogMs = logMs;
  }

  void write(StateWriter out) {
    out.word(boot);
    out.number(startExportMs);
    out.number(maxExportMs);
    out.number(lastReceivedMs);
    out.number(lastLogMs);
    out.word(next);
    out.word(lastSequence);
    out.number(mode);
    out.flag(started);
    out.word(low);
    out.number(openKind + 1);
    out.number(lastRecords + 1);
    out.number(ruleVotes);
    out.number(otherVotes);
    out.number(betweenVotes);
    out.number(regularRun);
    out.number(violations);
    out.number(lost);
    gaps.write(out);
    ring.write(out);
  }

  static SequenceEpoch read(boolean ruleCountsRecords, StateReader in) {
    SequenceEpoch epoch = new SequenceEpoch(ruleCountsRecords);
    epoch.boot = in.word();
    epoch.startExportMs = in.number();
    epoch.maxExportMs = in.number();
    epoch.lastReceivedMs = in.number();
    epoch.lastLogMs = in.number();
    epoch.next = in.word();
    epoch.lastSequence = in.word();
    epoch.mode = (byte) in.smallNumber(IRREGULAR);
    epoch.started = in.flag();
    epoch.low = in.word();
    epoch.openKind = (byte) (in.smallNumber(SequenceGaps.PENDING + 1) - 1);
    epoch.lastRecords = in.smallNumber(Integer.MAX_VALUE) - 1;
    epoch.ruleVotes = in.smallNumber(Integer.MAX_VALUE);
    epoch.otherVotes = in.smallNumber(Integer.MAX_VALUE);
    epoch.betweenVotes = in.smallNumber(Integer.MAX_VALUE);
    epoch.regularRun = in.smallNumber(Integer.MAX_VALUE);
    epoch.violations = in.smallNumber(Integer.MAX_VALUE);
    epoch.lost = in.number();
    epoch.gaps = SequenceGaps.read(in);
    epoch.ring = HashRing.read(in);
    return epoch;
  }
}
