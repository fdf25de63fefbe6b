package io.eipmeter.jobs.rating.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.rating.domain.EipHistory;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.io.ResourceFile.Resources;
import io.eipmeter.jobs.rating.time.Since;
import io.eipmeter.jobs.rating.time.Timeline;
import io.eipmeter.schemas.files.BadFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceFileTest {
  /** An address; {@code MORE} stands for more keys. */
  private static final String ADDRESS =
      "{\"eip\":\"eip-1\",\"account\":\"acme\",\"region\":\"r\",\"line\":\"BGP\",\"created\":"
          + "\"2026-10-01T00:00:00Z\",\"chargeMethod\":\"data-transfer\"MORE}\n";

  private static final String T1 = "2026-10-01T00:00:00Z";
  private static final String T2 = "2026-10-02T00:00:00Z";
  private static final String T3 = "2026-10-03T00:00:00Z";

  private static String address(String more) {
    return ADDRESS.replace("MORE", more.replace('\'', '"'));
  }

  private static Resources parse(String text) {
    return ResourceFile.parse("r.jsonl", text);
  }

  @Test
  void anAddressAndAnAccountAreReadWhole() {
    Resources resources =
        parse(
            address(
                    (",'released':'%3$s','pool':'pool-1','bandwidth':[{'from':'%2$s','mbps':10},"
                            + "{'from':'%1$s','mbps':5}],'associations':[{'from':'%1$s','to':'%2$s',"
                            + "'kind':'Nat'},{'from':'%2$s','to':null,'kind':'EcsInstance'}],"
                            + "'sharedBandwidth':[{'from':'%2$s','id':'cbwp-1'}]")
                        .formatted(T1, T2, T3))
                + "{\"account\":\"acme\",\"quota\":[{\"from\":\"2026-09-01T00:00:00Z\",\"quota\":20}]}\n"
                + "{\"account\":\"bolt\",\"quota\":0}\n");
    EipHistory eip = resources.eips().get(0);
    assertThat(eip.life().to()).isEqualTo(Instant.parse(T3));
    assertThat(eip.pool()).isEqualTo("pool-1");
    assertThat(eip.methods().values())
        .containsExactly(new Since<>(Instant.parse(T1), ChargeMethod.DATA_TRANSFER));
    assertThat(eip.bandwidths().values())
        .containsExactly(new Since<>(Instant.parse(T1), 5), new Since<>(Instant.parse(T2), 10));
    assertThat(eip.associations())
        .extracting(EipHistory.Association::kind)
        .containsExactly("Nat", "EcsInstance");
    assertThat(eip.associations().get(1).time().to()).isEqualTo(Instant.MAX);
    assertThat(eip.shared()).extracting(EipHistory.Membership::id).containsExactly("cbwp-1");
    assertThat(resources.quotas())
        .containsOnly(
            Map.entry(
                "acme",
                new Timeline<>(List.of(new Since<>(Instant.parse("2026-09-01T00:00:00Z"), 20L)))),
            Map.entry("bolt", Timeline.always(0L)));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            ",'sharedBandwidth':'cbwp-1'", "sharedBandwidth: must be a list, was 'cbwp-1'"),
        Arguments.of(",'sharedBandwidth':true", "sharedBandwidth: must be a list, was 'true'"),
        Arguments.of(
            ",'associations':'EcsInstance'", "associations: must be a list, was 'EcsInstance'"),
        Arguments.of(
            ",'associations':[{'from':'T1','until':'T2','kind':'EcsInstance'}]",
            "associations[0].until: there is no such key, only from, kind, to"),
        Arguments.of(
            ",'associations':[{'from':'T1','kind':'ecsinstance'}]",
            "associations[0].kind: must be one of EcsInstance, Eci, NetworkInterface, SlbInstance,"
                + " Nat, HaVip, was 'ecsinstance'"),
        Arguments.of(
            ",'associations':[{'from':'T2','to':'T1','kind':'Nat'}]",
            "associations[0].to: must be after 2026-10-02T00:00:00Z, was '2026-10-01T00:00:00Z'"),
        Arguments.of(
            ",'associations':[{'from':'T1','kind':'Nat'},{'from':'T2','kind':'Nat'}]",
            "associations[1]: begins before the one from 2026-10-01T00:00:00Z ends; close that one"),
        Arguments.of(
            ",'sharedBandwidth':[{'from':'T1'},{'from':'T2'}]",
            "sharedBandwidth[1]: begins before the one from 2026-10-01T00:00:00Z ends; close that"
                + " one"),
        Arguments.of(
            ",'pool':'false'",
            "pool: must be true, false or the id of a pool, was 'false' in quotes"),
        Arguments.of(
            ",'bandwidth':5.5",
            "bandwidth: must be a whole number from 1 to 2147483647 or a list, was '5.5'"),
        Arguments.of(",'bandwidth':5.0", "bandwidth: must be a whole number, was '5.0'"),
        Arguments.of(
            ",'bandwidth':'5'",
            "bandwidth: must be a whole number from 1 to 2147483647 or a list, was '5'"),
        Arguments.of(
            ",'bandwidth':4294967301",
            "bandwidth: must be a whole number from 1 to 2147483647 or a list, was '4294967301'"),
        Arguments.of(",'bandwidth':[]", "bandwidth: must not be empty"),
        Arguments.of(
            ",'bandwidth':[{'from':'T2','mbps':5}]",
            "bandwidth: must say what held from the creation at 2026-10-01T00:00:00Z on, begins at"
                + " 2026-10-02T00:00:00Z"),
        Arguments.of(
            ",'bandwidth':[{'from':'T1','mbps':5},{'from':'T1','mbps':6}]",
            "bandwidth[1].from: two begin at one time, 2026-10-01T00:00:00Z"),
        Arguments.of(
            ",'released':'2026-10-01'",
            "released: must be a time with its offset such as 2026-10-01T09:30:00+08:00, was"
                + " '2026-10-01'"),
        Arguments.of(
            ",'released':'T1'",
            "released: must be after 2026-10-01T00:00:00Z, was '2026-10-01T00:00:00Z'"),
        Arguments.of(",'eip':'eip-2'", "the key 'eip' stands twice"),
        Arguments.of(
            ",'quota':5",
            "quota: there is no such key, only account, associations, bandwidth, chargeMethod,"
                + " created, eip, line, pool, region, released, sharedBandwidth"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeInAnAddressIsOneSentence(String more, String sentence) {
    assertThatThrownBy(() -> parse("\n" + address(more.replace("T1", T1).replace("T2", T2))))
        .isInstanceOf(BadFileException.class)
        .hasMessage("r.jsonl, line 2: " + sentence);
  }

  @Test
  void aChargeMethodIsOneOfThoseThereAre() {
    assertThatThrownBy(() -> parse(address("").replace("data-transfer", "bytes")))
        .hasMessageStartingWith(
            "r.jsonl, line 1: chargeMethod: must be one of data-transfer, bandwidth, subscription,");
    assertThatThrownBy(
            () ->
                parse(
                    address("")
                        .replace(
                            "\"data-transfer\"",
                            "[{\"from\":\"" + T2 + "\",\"method\":\"PayByTraffic\"}]")))
        .hasMessage(
            "r.jsonl, line 1: chargeMethod: must say what held from the creation at"
                + " 2026-10-01T00:00:00Z on, begins at 2026-10-02T00:00:00Z");
  }

  @Test
  void anAddressHeldTwiceAtOnceIsRefusedAndHeldAgainIsNot() {
    assertThatThrownBy(() -> parse(address("") + address("")))
        .hasMessage(
            "r.jsonl, line 2: eip: eip-1 lives in line 1 at the same time; give that one its"
                + " 'released', or drop one");
    assertThat(parse(address(",'released':'" + T2 + "'") + address("").replace(T1, T2)).eips())
        .hasSize(2);
    // Two accounts at once are a contest, which the rating names and parks.
    assertThat(parse(address("") + address("").replace("acme", "bolt")).eips()).hasSize(2);
  }

  @Test
  void quotasAreWholeOnceAndFromTheBeginning() {
    String quota = "{\"account\":\"acme\",\"quota\":%s}\n";
    assertThatThrownBy(() -> parse(quota.formatted("-5")))
        .hasMessage(
            "r.jsonl, line 1: quota: must be a whole number from 0 to 2147483647 or a list, was"
                + " '-5'");
    assertThatThrownBy(() -> parse(quota.formatted("20.0")))
        .hasMessage("r.jsonl, line 1: quota: must be a whole number, was '20.0'");
    assertThatThrownBy(() -> parse(quota.formatted("20") + quota.formatted("30")))
        .hasMessage(
            "r.jsonl, line 2: account: acme has its quota in line 1 already; write one list of"
                + " quotas, each with its 'from'");
    assertThatThrownBy(
            () -> parse(quota.formatted("[{\"from\":\"" + T2 + "\",\"quota\":20}]") + address("")))
        .hasMessage(
            "r.jsonl, line 1: quota: must say what held from the creation of eip-1 (line 2) at"
                + " 2026-10-01T00:00:00Z on, begins at 2026-10-02T00:00:00Z");
    assertThatThrownBy(() -> parse("{\"account\":\"acme\"}"))
        .hasMessage("r.jsonl, line 1: 'quota' is missing");
  }

  @Test
  void aLineIsOneObject() {
    String quota = "{\"account\":\"acme\",\"quota\":20}";
    assertThatThrownBy(() -> parse(quota + quota.replace("acme", "bolt")))
        .hasMessage("r.jsonl, line 1: something follows the object; write one JSON object a line");
    assertThatThrownBy(() -> parse(quota + " garbage"))
        .hasMessageStartingWith("r.jsonl, line 1: is no JSON: Unrecognized token 'garbage'");
  }
}
