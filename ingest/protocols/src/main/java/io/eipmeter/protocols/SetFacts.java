package io.eipmeter.protocols;

/** What is counted while the records of a set are decoded, told once at its end. */
final class SetFacts {
  long corrected;
  long withoutBytes;
  long unknownRate;
  long rateDisagrees;
  long assumed;
  long toldAgain;
  long payload;
  long inOutDiffer;
  long dropped;

  /** Records counted as unsampled because nothing was told of sampling. */
  long untold;

  void clear() {
    corrected = 0;
    withoutBytes = 0;
    unknownRate = 0;
    rateDisagrees = 0;
    assumed = 0;
    toldAgain = 0;
    payload = 0;
    inOutDiffer = 0;
    dropped = 0;
    untold = 0;
  }

  void tell(DecodeSink sink) {
    tell(Fact.CORRECTED_TIME, corrected, sink);
    tell(Fact.ASSUMED_TIME, assumed, sink);
    tell(Fact.RECORD_WITHOUT_BYTES, withoutBytes, sink);
    tell(Fact.UNKNOWN_RATE, unknownRate, sink);
    tell(Fact.RATE_DISAGREES, rateDisagrees, sink);
    tell(Fact.TOTAL_TOLD_AGAIN, toldAgain, sink);
    tell(Fact.PAYLOAD_RECORD, payload, sink);
    tell(Fact.IN_OUT_DIFFER, inOutDiffer, sink);
    tell(Fact.DROPPED_RECORD, dropped, sink);
  }

  private static void tell(Fact fact, long amount, DecodeSink sink) {
    if (amount > 0) {
      sink.fact(fact, amount);
    }
  }
}
