package io.eipmeter.protocols;

/** What is counted while the records of a set are decoded, told once at its end. */
final class SetFacts {
  long corrected;
  long withoutBytes;
  long unknownRate;

  void clear() {
    corrected = 0;
    withoutBytes = 0;
    unknownRate = 0;
  }

  void tell(DecodeSink sink) {
    if (corrected > 0) {
      sink.fact(Fact.CORRECTED_TIME, corrected);
    }
    if (withoutBytes > 0) {
      sink.fact(Fact.RECORD_WITHOUT_BYTES, withoutBytes);
    }
    if (unknownRate > 0) {
      sink.fact(Fact.UNKNOWN_RATE, unknownRate);
    }
  }
}
