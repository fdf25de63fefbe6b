package io.eipmeter.jobs.rating.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.Fee;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceBook.Usual;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.schemas.files.BadFileException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookFileTest {
  private static final String BOOK =
      """
      name: mine
      version: 2
      description: everything
      currency: EUR
      moneyDigits: 3
      zone: Asia/Kolkata
      validFrom: 2026-10-01
      validTo: 2026-11-01T05:00:00+05:30
      bytesPerGigabyte: 1000000000
      hours: {configurationFee: duration, bandwidth: clock-hours}
      overheadBytesPerPacket: 18
      uncertainUsage: {sampled: bill, bestEffort: bill, incomplete: park, parkIncompleteAbove: 0.5}
      monthly: {minimum: 1, maximum: 100}
      paidElsewhere: [address-pool]
      usual: {region: r, line: BGP}
      prices:
        - regions: [r, "*"]
          line: BGP
          dataTransfer:
            metered: both
            tariff: volume
            tiersCountFor: eip
            tiers: [{upTo: 0.5, perGigabyte: 0.10}, {perGigabyte: 0.05, flat: 1}]
          configurationFee: {perHour: 0.01, perDay: 0.24, waivedFor: [Nat], waiverQuota: 7, waivedInPool: true}
          bandwidth: {perMbpsDay: 0.14, upToMbps: 5, beyondPerMbpsDay: 0.5}
      """;

  private static PriceBook parse(String text) {
    return PriceBookFile.parse("b.yaml", text);
  }

  @Test
  void everyKeyIsTaken() {
    PriceBook book = parse(BOOK);
    assertThat(book.id()).isEqualTo("mine@2");
    assertThat(book.currency() + book.moneyDigits() + book.zone()).isEqualTo("EUR3Asia/Kolkata");
    assertThat(book.valid().from()).isEqualTo(Instant.parse("2026-09-30T18:30:00Z"));
    assertThat(book.valid().to()).isEqualTo(Instant.parse("2026-10-31T23:30:00Z"));
    assertThat(book.bytesPerGigabyte()).isEqualTo(BigInteger.valueOf(1_000_000_000));
    assertThat(book.configurationHours().name() + book.bandwidthHours().name())
        .isEqualTo("DURATIONCLOCK_HOURS");
    assertThat(book.overheadBytesPerPacket()).isEqualTo(18);
    assertThat(book.uncertain())
        .isEqualTo(
            new PriceBook.UncertainRules(
                UncertainUsage.BILL,
                UncertainUsage.BILL,
                UncertainUsage.PARK,
                new BigDecimal("0.5")));
    assertThat(book.monthly())
        .isEqualTo(new PriceBook.MonthlyLimits(BigDecimal.ONE, new BigDecimal(100)));
    assertThat(book.paidElsewhere()).containsExactly(Fee.ADDRESS_POOL);
    assertThat(book.usual()).isEqualTo(new Usual("r", "BGP"));
    assertThat(book.prices())
        .containsExactly(
            new PriceBook.Price(
                Set.of("r", "*"),
                "BGP",
                new PriceBook.DataTransfer(
                    PriceBook.Metered.BOTH,
                    TierScope.EIP,
                    new Tariff(
                        Tariff.Kind.VOLUME,
                        List.of(
                            new Tariff.Tier(
                                new BigDecimal("0.5"), new BigDecimal("0.10"), BigDecimal.ZERO),
                            new Tariff.Tier(null, new BigDecimal("0.05"), BigDecimal.ONE)))),
                new PriceBook.ConfigurationFee(
                    new BigDecimal("0.01"), new BigDecimal("0.24"), Set.of("Nat"), 7, true),
                new PriceBook.BandwidthPrice(new BigDecimal("0.14"), 5, new BigDecimal("0.5"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alibaba-cloud", "hoster"})
  void theShippedBooksAreRead(String name) {
    assertThat(PriceBookFile.read(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "EUR|XDR|line 4: currency: must be a currency of ISO 4217 that is paid in, such as USD, was 'XDR'",
        "EUR|XAU|line 4: currency: must be a currency of ISO 4217 that is paid in, such as USD, was 'XAU'",
        "EUR|XXX|line 4: currency: must be a currency of ISO 4217 that is paid in, such as USD, was 'XXX'",
        "EUR|ABC|line 4: currency: must be a currency of ISO 4217 that is paid in, such as USD, was 'ABC'",
        "EUR|eur|line 4: currency: must be a currency of ISO 4217 such as USD, was 'eur'",
        "version: 2|version: 99999999999|line 2: version: must be a whole number from 1 to 2147483647, was '99999999999'",
        "version: 2|version: 012|line 2: version: must be a whole number from 1 to 2147483647, was '012'",
        "version: 2|version: 2.0|line 2: version: must be a whole number, was '2.0'",
        "version: 2|version: '2'|line 2: version: must be a whole number from 1 to 2147483647, was '2'",
        "version: 2|name: b|line 2: the key 'name' stands twice",
        "upToMbps: 5|upToMbps: 4294967301|line 25: prices[0].bandwidth.upToMbps: must be a whole number from 1 to 2147483647, was '4294967301'",
        ", beyondPerMbpsDay: 0.5||line 25: prices[0].bandwidth: needs 'beyondPerMbpsDay' too",
        "minimum: 1,|minimum: 101,|line 13: monthly.minimum: must not be above the maximum 100, was '101'",
        "minimum: 1,|minimum: ,|line 13: monthly.minimum: has no value; give one or leave the key out",
        "2026-10-01|2026-10-01T00:30:00+05:30|line 7: validFrom: must be a full hour in Asia/Kolkata, was '2026-10-01T00:30:00+05:30'",
        "2026-10-01|2026-10-01T00:00:00Z|line 7: validFrom: must be a full hour in Asia/Kolkata, was '2026-10-01T00:00:00Z'",
        "2026-11-01T05:00:00+05:30|2026-10-01|line 8: validTo: must be after validFrom 2026-10-01, was '2026-10-01'",
        "2026-11-01T05:00:00+05:30|2026-11-01T05:10:00+05:30|line 8: validTo: must be a full hour in Asia/Kolkata, was '2026-11-01T05:10:00+05:30'",
        "2026-10-01|2026-13-01|line 7: validFrom: must be a time such as 2026-12-01 or 2026-12-01T08:00:00+08:00, was '2026-13-01'",
        "Asia/Kolkata|+05:30|line 6: zone: must be an IANA time zone such as Asia/Shanghai, was '+05:30'",
        "{upTo: 0.5, perGigabyte: 0.10}|{upTo: 0.5}|line 23: prices[0].dataTransfer.tiers[0]: has no price: name perGigabyte, flat or both",
        "{upTo: 0.5,|{upTo: 0.0000000001,|line 23: prices[0].dataTransfer.tiers[0].upTo: must end with a byte, was '0.0000000001' GB",
        "perGigabyte: 0.10|perGigabyte: 0.1000000000001|line 23: prices[0].dataTransfer.tiers[0].perGigabyte: must have at most 12 decimals, was '0.1000000000001'",
        "perGigabyte: 0.10|perGigabyte: -1|line 23: prices[0].dataTransfer.tiers[0].perGigabyte: must be a number from 0 to 1000000000000, was '-1'",
        "perGigabyte: 0.10|perGigabyte: 1e999999999|line 23: prices[0].dataTransfer.tiers[0].perGigabyte: must be a number from 0 to 1000000000000, was '1e999999999'",
        "volume|package|line 23: prices[0].dataTransfer.tiers[0]: a package has one price, 'flat', and no 'perGigabyte'",
        "metered: both|perGigabyte: 3|line 19: prices[0].dataTransfer: needs one of perGigabyte, tiers, and only one",
        "perHour: 0.01, perDay: 0.24, ||line 24: prices[0].configurationFee: has no price: name perHour, perDay or both",
        "[Nat]|[nat]|line 24: prices[0].configurationFee.waivedFor[0]: must be one of EcsInstance, Eci, NetworkInterface, SlbInstance, Nat, HaVip, was 'nat'",
        "[r, \"*\"]|r|line 17: prices[0].regions: must be a list, was 'r'",
        "hours: {|hour: {|line 10: hour: there is no such key, only bytesPerGigabyte, currency,",
        "1000000000|1000000001|line 9: bytesPerGigabyte: must be one of 1000000000, 1073741824, was '1000000001'",
      })
  void whatIsWrongIsOneSentence(String good, String bad, String sentence) {
    assertThat(BOOK).contains(good);
    assertThatThrownBy(() -> parse(BOOK.replaceFirst(Pattern.quote(good), bad == null ? "" : bad)))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("b.yaml, " + sentence);
  }

  @Test
  void aSecondDocumentAndTwoPricesOfOnePlaceAreRefused() {
    assertThatThrownBy(() -> parse(BOOK + "---\n" + BOOK))
        .hasMessage("b.yaml, line 26: a second document begins here; write one a file");
    assertThatThrownBy(
            () -> parse(BOOK + "  - {regions: [r], line: BGP, bandwidth: {perMbpsDay: 1}}\n"))
        .hasMessage("b.yaml, line 26: prices[1]: region r and line BGP have two prices");
    assertThatThrownBy(() -> parse(BOOK + "  - {regions: [q], line: BGP}\n"))
        .hasMessage(
            "b.yaml, line 26: prices[1]: has no price: name dataTransfer, configurationFee or"
                + " bandwidth");
  }

  @Test
  void aByteOrderMarkAndFiveMegabytesOfCommentAreReadAndOtherEncodingsNamed(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("b.yaml");
    Files.writeString(file, "\ufeff# " + "x".repeat(5_000_000) + "\n" + BOOK);
    assertThat(PriceBookFile.read(file.toString()).version()).isEqualTo(2);
    Files.write(file, BOOK.getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> PriceBookFile.read(file.toString()))
        .hasMessage(file + " is text in UTF-16, or none; save the file as UTF-8");
    Files.write(file, BOOK.replace("everything", "täglich").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PriceBookFile.read(file.toString()))
        .hasMessage(
            file + ", line 3: is no text in UTF-8 (Latin-1, perhaps); save the file as UTF-8");
    assertThatThrownBy(() -> PriceBookFile.read("nowhere"))
        .hasMessage(
            "nowhere: no such file, and no such book; shipped are alibaba-cloud and hoster");
  }
}
