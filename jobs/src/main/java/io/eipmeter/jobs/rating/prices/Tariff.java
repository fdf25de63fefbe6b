package io.eipmeter.jobs.rating.prices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a quantity costs in a period. Tiers are adjacent, (from, to], the last one open (R11).
 *
 * @param kind how the tiers apply
 * @param tiers at least one; only the last has no end
 */
public record Tariff(Kind kind, List<Tier> tiers) {

  /** How the tiers of a tariff apply. */
  public enum Kind {
    /** What lies in a tier costs the tier's price. One open tier is a flat price. */
    GRADUATED,
    /** The tier that the whole quantity reaches prices all of it. */
    VOLUME,
    /** Whole packages only: a tier's end is the size of a package, its flat price a package's. */
    PACKAGE
  }

  /**
   * A tier.
   *
   * @param upTo its upper end, which belongs to it; null: open
   * @param unitPrice of a unit in it
   * @param flatPrice due once when the quantity reaches the tier; the first is reached at 0
   */
  public record Tier(@Nullable BigDecimal upTo, BigDecimal unitPrice, BigDecimal flatPrice) {
    public static Tier open(BigDecimal unitPrice) {
      return new Tier(null, unitPrice, BigDecimal.ZERO);
    }
  }

  /**
   * What one tier contributes.
   *
   * @param tier its number, from 1
   */
  public record Part(int tier, BigDecimal quantity, BigDecimal unitPrice, BigDecimal flatPrice) {
    public BigDecimal cost() {
      return quantity.multiply(unitPrice).add(flatPrice);
    }
  }

  /**
   * @throws IllegalArgumentException if the tiers are not adjacent and rising, or a price is
   *     negative or has more than 12 decimals
   */
  public Tariff {
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("a tariff needs a tier");
    }
    BigDecimal before = BigDecimal.ZERO;
    for (int i = 0; i < tiers.size(); i++) {
      Tier tier = tiers.get(i);
      BigDecimal end = tier.upTo();
      boolean last = i == tiers.size() - 1;
      if (kind == Kind.PACKAGE) {
        if (!last || end == null || end.signum() <= 0) {
          throw new IllegalArgumentException("a package needs one tier, whose end is its size");
        }
      } else if (last != (end == null)) {
        throw new IllegalArgumentException("the last tier, and only it, must be open");
      } else if (end != null && end.compareTo(before) <= 0) {
        throw new IllegalArgumentException("tier " + (i + 1) + " must end above the one before");
      }
      before = end == null ? before : end;
      Prices.check(tier.unitPrice());
      Prices.check(tier.flatPrice());
    }
  }

  public static Tariff flat(BigDecimal unitPrice) {
    return new Tariff(Kind.GRADUATED, List.of(Tier.open(unitPrice)));
  }

  public boolean isFlat() {
    return kind == Kind.GRADUATED && tiers.size() == 1 && tiers.get(0).flatPrice().signum() == 0;
  }

  /**
   * Prices the whole quantity of a period.
   *
   * @param quantity not negative
   */
  public List<Part> parts(BigDecimal quantity) {
    return switch (kind) {
      case GRADUATED -> graduated(quantity);
      case VOLUME -> List.of(volume(quantity));
      case PACKAGE -> packages(quantity);
    };
  }

  public BigDecimal cost(BigDecimal quantity) {
    return parts(quantity).stream().map(Part::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<Part> graduated(BigDecimal quantity) {
    List<Part> parts = new ArrayList<>();
    BigDecimal from = BigDecimal.ZERO;
    for (int i = 0; i == 0 || quantity.compareTo(from) > 0; i++) {
      Tier tier = tiers.get(i);
      BigDecimal end = tier.upTo();
      BigDecimal to = end == null ? quantity : quantity.min(end);
      parts.add(new Part(i + 1, to.subtract(from), tier.unitPrice(), tier.flatPrice()));
      from = to;
    }
    return parts;
  }

  private Part volume(BigDecimal quantity) {
    int reached = tierOf(quantity);
    Tier tier = tiers.get(reached - 1);
    return new Part(reached, quantity, tier.unitPrice(), tier.flatPrice());
  }

  private List<Part> packages(BigDecimal quantity) {
    if (quantity.signum() == 0) {
      return List.of();
    }
    Tier tier = tiers.get(0);
    BigDecimal size = tier.upTo();
    BigDecimal packages =
        size == null ? BigDecimal.ONE : quantity.divide(size, 0, RoundingMode.CEILING);
    return List.of(new Part(1, packages, tier.flatPrice(), BigDecimal.ZERO));
  }

  /** The number, from 1, of the tier that a quantity reaches. */
  public int tierOf(BigDecimal quantity) {
    int tier = 1;
    for (BigDecimal end = tiers.get(0).upTo();
        end != null && quantity.compareTo(end) > 0;
        end = tiers.get(tier - 1).upTo()) {
      tier++;
    }
    return tier;
  }
}
