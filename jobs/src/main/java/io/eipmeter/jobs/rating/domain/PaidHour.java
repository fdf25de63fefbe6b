package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import java.math.BigInteger;
import java.util.List;

/** What of an hour is paid by transfer, its parts together: a direction is chosen by the hour. */
record PaidHour(PriceBook book, DataTransfer price, List<UsageHour> parts) {
  UsageHour first() {
    return parts.get(0);
  }

  /** The bytes that count, with the overhead of their packets. */
  BigInteger metered() {
    BigInteger out = BigInteger.ZERO;
    BigInteger in = BigInteger.ZERO;
    for (UsageHour part : parts) {
      out = out.add(withOverhead(part.bytesOut(), part.packetsOut()));
      in = in.add(withOverhead(part.bytesIn(), part.packetsIn()));
    }
    return price.metered().bytes(out, in);
  }

  private BigInteger withOverhead(long bytes, long packets) {
    return BigInteger.valueOf(bytes)
        .add(
            BigInteger.valueOf(packets)
                .multiply(BigInteger.valueOf(book.overheadBytesPerPacket())));
  }
}
