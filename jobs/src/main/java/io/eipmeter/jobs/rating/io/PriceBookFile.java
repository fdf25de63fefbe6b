package io.eipmeter.jobs.rating.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Fee;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.MonthlyLimits;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainRules;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceBook.Usual;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price book: YAML, checked against {@code pricebooks/price-book.schema.json} and then for
 * what a schema cannot say. A name without a file's is that of a book we ship.
 */
public final class PriceBookFile {
  private static final String FOLDER = "/pricebooks/";
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final JsonNodeFactory EXACT = JsonNodeFactory.withExactBigDecimals(true);
  private static final JsonSchema SCHEMA = schema();

  private final JsonNode root;
  private final ZoneId zone;

  private PriceBookFile(JsonNode root) {
    this.root = root;
    this.zone = ZoneId.of(root.path("zone").asText());
  }

  /**
   * @param book a file, or the name of a shipped book
   * @throws BadFileException if there is none, or it is no price book
   */
  public static PriceBook read(String book) {
    return parse(book, text(book));
  }

  /**
   * Reads a book from its text.
   *
   * @param source what it is called in a sentence
   * @throws BadFileException if it is no price book
   */
  public static PriceBook parse(String source, String text) {
    try {
      return parse(source, YAML.reader().with(EXACT).readTree(text));
    } catch (JsonProcessingException e) {
      throw new BadFileException(source + ": is no YAML: " + e.getOriginalMessage());
    }
  }

  /** Whether a book of this name is shipped. */
  public static boolean isShipped(String name) {
    return PriceBookFile.class.getResource(FOLDER + name + ".yaml") != null;
  }

  /** The text that {@link #read} reads. */
  public static String text(String book) {
    Path file = Path.of(book);
    try (InputStream in =
        Files.exists(file)
            ? Files.newInputStream(file)
            : PriceBookFile.class.getResourceAsStream(FOLDER + book + ".yaml")) {
      if (in == null) {
        throw new BadFileException(
            book + ": no such file, and no such book; shipped are alibaba-cloud and hoster");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadFileException(book + ": cannot be read: " + e.getMessage());
    }
  }

  private static PriceBook parse(String source, JsonNode root) {
    Set<ValidationMessage> messages = SCHEMA.validate(root);
    if (!messages.isEmpty()) {
      throw new BadFileException(
          source
              + ": "
              + messages.stream()
                  .map(ValidationMessage::getMessage)
                  .sorted()
                  .collect(Collectors.joining("; ")));
    }
    try {
      return new PriceBookFile(root).book();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new BadFileException(source + ": " + e.getMessage());
    }
  }

  private static JsonSchema schema() {
    try (InputStream schema =
        PriceBookFile.class.getResourceAsStream(FOLDER + "price-book.schema.json")) {
      if (schema == null) {
        throw new IllegalStateException("the schema of price books is not in this build");
      }
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PriceBook book() {
    String currency = root.path("currency").asText();
    JsonNode uncertain = root.path("uncertainUsage");
    return new PriceBook(
        root.path("name").asText(),
        root.path("version").asInt(),
        currency,
        root.path("moneyDigits").asInt(Currency.getInstance(currency).getDefaultFractionDigits()),
        zone,
        new Interval(
            time(root.path("validFrom").asText()),
            root.has("validTo") ? time(root.path("validTo").asText()) : Instant.MAX),
        new BigInteger(root.path("bytesPerGigabyte").asText()),
        choice(HourRule.class, root.path("hours").path("configurationFee"), HourRule.CLOCK_HOURS),
        choice(HourRule.class, root.path("hours").path("bandwidth"), HourRule.DURATION),
        root.path("overheadBytesPerPacket").asLong(0),
        new UncertainRules(
            choice(UncertainUsage.class, uncertain.path("sampled"), UncertainUsage.PARK),
            choice(UncertainUsage.class, uncertain.path("bestEffort"), UncertainUsage.PARK),
            choice(UncertainUsage.class, uncertain.path("incomplete"), UncertainUsage.BILL),
            uncertain.has("parkIncompleteAbove")
                ? number(uncertain.path("parkIncompleteAbove"))
                : UncertainRules.USUAL_PART),
        new MonthlyLimits(
            price(root.path("monthly"), "minimum"), price(root.path("monthly"), "maximum")),
        paidElsewhere(),
        new Usual(
            root.path("usual").path("region").asText(""),
            root.path("usual").path("line").asText("")),
        prices());
  }

  private Set<Fee> paidElsewhere() {
    Set<Fee> fees = EnumSet.noneOf(Fee.class);
    root.path("paidElsewhere").forEach(fee -> fees.add(choice(Fee.class, fee, Fee.SUBSCRIPTION)));
    return fees;
  }

  private Instant time(String text) {
    return text.indexOf('T') > 0
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDate.parse(text).atStartOfDay(zone).toInstant();
  }

  private List<Price> prices() {
    List<Price> prices = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode node : root.path("prices")) {
      Set<String> regions = texts(node.path("regions"));
      String line = node.path("line").asText();
      for (String region : regions) {
        if (!seen.add(region + " " + line)) {
          throw new IllegalArgumentException(
              "region " + region + " and line " + line + " have two prices");
        }
      }
      prices.add(
          new Price(
              regions,
              line,
              node.has("dataTransfer") ? dataTransfer(node.path("dataTransfer")) : null,
              node.has("configurationFee") ? configurationFee(node.path("configurationFee")) : null,
              node.has("bandwidth") ? bandwidth(node.path("bandwidth")) : null));
    }
    return prices;
  }

  private DataTransfer dataTransfer(JsonNode node) {
    Tariff tariff;
    if (node.has("perGigabyte")) {
      tariff = Tariff.flat(number(node.path("perGigabyte")));
    } else {
      List<Tariff.Tier> tiers = new ArrayList<>();
      for (JsonNode tier : node.path("tiers")) {
        tiers.add(
            new Tariff.Tier(
                tier.has("upTo") ? wholeBytes(number(tier.path("upTo"))) : null,
                number(tier.path("perGigabyte")),
                number(tier.path("flat"))));
      }
      tariff =
          new Tariff(choice(Tariff.Kind.class, node.path("tariff"), Tariff.Kind.GRADUATED), tiers);
    }
    return new DataTransfer(
        choice(Metered.class, node.path("metered"), Metered.OUT),
        choice(TierScope.class, node.path("tiersCountFor"), TierScope.REGION),
        tariff);
  }

  private BigDecimal wholeBytes(BigDecimal gigabytes) {
    BigDecimal bytes = gigabytes.multiply(new BigDecimal(root.path("bytesPerGigabyte").asText()));
    if (bytes.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(
          "a tier ends within a byte: " + gigabytes.toPlainString() + " GB");
    }
    return gigabytes;
  }

  private static ConfigurationFee configurationFee(JsonNode node) {
    return new ConfigurationFee(
        price(node, "perHour"),
        price(node, "perDay"),
        texts(node.path("waivedFor")),
        node.path("waiverQuota").asLong(Long.MAX_VALUE),
        node.path("waivedInPool").asBoolean(false));
  }

  private static BandwidthPrice bandwidth(JsonNode node) {
    BigDecimal first = number(node.path("perMbpsDay"));
    return new BandwidthPrice(
        first,
        node.path("upToMbps").asInt(Integer.MAX_VALUE),
        node.has("beyondPerMbpsDay") ? number(node.path("beyondPerMbpsDay")) : first);
  }

  private static @Nullable BigDecimal price(JsonNode node, String field) {
    return node.has(field) ? number(node.path(field)) : null;
  }

  private static BigDecimal number(JsonNode node) {
    return node.isMissingNode() ? BigDecimal.ZERO : node.decimalValue();
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return Set.copyOf(texts);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, E usual) {
    return node.isMissingNode()
        ? usual
        : Enum.valueOf(type, node.asText().replaceAll("([A-Z])|-", "_$1").toUpperCase(Locale.ROOT));
  }
}
