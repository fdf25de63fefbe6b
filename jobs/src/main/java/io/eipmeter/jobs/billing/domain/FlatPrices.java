package io.eipmeter.jobs.billing.domain;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.time.Interval;
import java.io.Serializable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flat prices of data transfer in all versions of a price book; an hour has those of the
 * version valid when it begins. Tiers depend on the whole month and are left to the statement; so
 * is a version that adds bytes for each packet, since a quarter does not keep packets.
 */
public final class FlatPrices implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Version> versions = new ArrayList<>();
  private final String currency;

  /**
   * A flat price of a version.
   *
   * @param bytesPerGigabyte positive
   */
  record Flat(Rate rate, Metered metered, BigInteger bytesPerGigabyte) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What an hour costs. */
    Charged charge(Amounts hour) {
      long out = hour.out() - (rate.parksSampled() ? hour.sampledOut() : 0);
      long in = hour.in() - (rate.parksSampled() ? hour.sampledIn() : 0);
      BigInteger bytes = metered.bytes(BigInteger.valueOf(out), BigInteger.valueOf(in));
      Quantity quantity = Quantity.of(bytes, bytesPerGigabyte);
      return new Charged(
          rate, bytes.longValueExact(), quantity.shown(), quantity.at(rate.perGigabyte()));
    }
  }

  private record Place(String region, String line) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A version of the book in a time in which it is valid.
   *
   * @param flats null where the price of a place is not flat, which a flat one of anywhere must not
   *     hide
   */
  private record Version(
      long fromMs,
      long toMs,
      String usualRegion,
      String usualLine,
      HashMap<Place, @Nullable Flat> flats)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Nullable Flat of(Holder holder) {
      String region = holder.region().isEmpty() ? usualRegion : holder.region();
      String line = holder.line().isEmpty() ? usualLine : holder.line();
      Place place = new Place(region, line);
      return flats.get(flats.containsKey(place) ? place : new Place("*", line));
    }
  }

  private FlatPrices(String currency) {
    this.currency = currency;
  }

  public static FlatPrices of(PriceTimeline books) {
    FlatPrices prices = new FlatPrices(books.currency());
    for (PriceTimeline.Piece piece : books.within(new Interval(Instant.MIN, Instant.MAX))) {
      PriceBook book = piece.book();
      prices.versions.add(
          new Version(
              epochMs(piece.time().from()),
              epochMs(piece.time().to()),
              book.usual().region(),
              book.usual().line(),
              flats(book)));
    }
    return prices;
  }

  private static HashMap<Place, @Nullable Flat> flats(PriceBook book) {
    HashMap<Place, @Nullable Flat> flats = new HashMap<>();
    for (PriceBook.Price price : book.prices()) {
      DataTransfer transfer = price.dataTransfer();
      boolean flat =
          transfer != null && transfer.tariff().isFlat() && book.overheadBytesPerPacket() == 0;
      for (String region : price.regions()) {
        Place place = new Place(region, price.lineType());
        if (!flats.containsKey(place)) {
          flats.put(place, flat && transfer != null ? flat(book, transfer) : null);
        }
      }
    }
    return flats;
  }

  private static Flat flat(PriceBook book, DataTransfer transfer) {
    return new Flat(
        new Rate(
            book.id(),
            book.currency(),
            transfer.tariff().tiers().get(0).unitPrice(),
            book.uncertain().sampled() != UncertainUsage.BILL),
        transfer.metered(),
        book.bytesPerGigabyte());
  }

  private static long epochMs(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) { // Instant.MAX: no end is known
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /**
   * @return null: there is none at that hour
   */
  @Nullable Flat of(Holder holder, long hourMs) {
    for (Version version : versions) {
      if (version.fromMs <= hourMs && hourMs < version.toMs) {
        return version.of(holder);
      }
    }
    return null;
  }

  String currency() {
    return currency;
  }
}
