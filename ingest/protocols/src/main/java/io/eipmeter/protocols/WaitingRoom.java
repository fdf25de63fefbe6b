package io.eipmeter.protocols;

/** Lets waiting data go on when what it waits for came, or the limit of waiting. */
final class WaitingRoom {
  private final TemplatedDecoder decoder;
  private final long limitMs;
  private final Datagram datagram = new Datagram();

  WaitingRoom(TemplatedDecoder decoder, long limitMs) {
    this.decoder = decoder;
    this.limitMs = limitMs;
  }

  /** To be called after something was learned. */
  void release(ExporterState exporter, DecodeSink sink) {
    while (exporter.learned) {
      exporter.learned = false;
      for (int i = 0; i < exporter.waiting.size(); ) {
        i += goOn(exporter, exporter.waiting.get(i), false, sink) ? 0 : 1;
      }
    }
  }

  void expire(ExporterState exporter, long logMs, DecodeSink sink) {
    decoder.passTime(exporter, logMs);
    release(exporter, sink);
    while (!exporter.waiting.isEmpty()) {
      Waiting oldest = exporter.waiting.get(0);
      if (logMs - oldest.logMs < limitMs) {
        return;
      }
      goOn(exporter, oldest, true, sink);
      release(exporter, sink);
    }
  }

  /** Tries all sets of a datagram; true where none of them waits any more, and it is gone. */
  private boolean goOn(ExporterState exporter, Waiting entry, boolean givenUp, DecodeSink sink) {
    Domain domain = exporter.domain(entry.domain.protocol(), entry.domain.id(), 0, 0);
    decoder.resume(entry, datagram);
    for (int set = 0; set < entry.sets.length; ) {
      if (decoder.retrySet(exporter, domain, entry, set, datagram, givenUp, sink)) {
        entry.remove(set);
      } else {
        set++;
      }
    }
    if (entry.sets.length > 0) {
      return false;
    }
    exporter.waiting.remove(entry);
    exporter.waitingBytes -= entry.costBytes();
    if (entry.recordsUnknown) {
      settleSequence(exporter, domain, entry, sink);
    }
    sink.fact(entry.rejected ? Fact.RELEASED_REJECTED : Fact.RELEASED_DECODED, 1);
    return true;
  }

  private static void settleSequence(
      ExporterState exporter, Domain domain, Waiting entry, DecodeSink sink) {
    SequenceEpoch epoch = domain.sequence.epoch(entry.epoch);
    if (epoch == null) {
      return;
    }
    if (entry.rejected) {
      epoch.gaveUp(entry.sequence);
      return;
    }
    boolean othersWait = false;
    for (Waiting other : exporter.waiting) {
      othersWait |= other.recordsUnknown && other.domain.equals(entry.domain);
    }
    long lost = epoch.resolved(entry.sequence, entry.records, othersWait);
    if (lost != 0) {
      sink.fact(Fact.LOST_EXPORTS, lost);
    }
  }
}
