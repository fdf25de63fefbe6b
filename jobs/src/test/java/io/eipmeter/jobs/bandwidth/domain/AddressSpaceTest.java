package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.v1.MeteredPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AddressSpaceTest {
  private static final int PREFIX_LENGTH = 120;

  /** Disjoint /24s with a /24 between each two. */
  private static AddressSpace space(int prefixes) {
    List<MeteredPrefix> list = new ArrayList<>();
    for (int i = 0; i < prefixes; i++) {
      list.add(
          MeteredPrefix.newBuilder()
              .setAddress(TestSettings.address(0, first(i)))
              .setPrefixLength(PREFIX_LENGTH)
              .setUnitLength(128)
              .build());
    }
    return new AddressSpace(list);
  }

  private static long first(int i) {
    return TestSettings.NET_LOW + 512L * i;
  }

  @Property
  void anAddressIsFoundInItsPrefixAndInNoOther(
      @ForAll @IntRange(max = 40) int prefixes,
      @ForAll @IntRange(max = 60) int network,
      @ForAll @IntRange(max = 255) int host) {
    AddressSpace space = space(prefixes);
    assertThat(space.prefixOf(0, first(network) + host))
        .isEqualTo(network < prefixes ? network : -1);
    assertThat(space.prefixOf(0, first(network) + 256 + host)).isEqualTo(-1);
    assertThat(space.prefixOf(1, first(network) + host)).isEqualTo(-1);
    assertThat(space.prefixOf(0, first(0) - 1 - host)).isEqualTo(-1);
  }

  private static MeteredPrefix prefix(long high, long low, int length) {
    return MeteredPrefix.newBuilder()
        .setAddress(TestSettings.address(high, low))
        .setPrefixLength(length)
        .setUnitLength(128)
        .build();
  }

  @Property
  void allOfIpv6BesideIpv4IsNoneOfIt(@ForAll @IntRange(max = 20) int networks) {
    List<MeteredPrefix> prefixes = new ArrayList<>();
    prefixes.add(prefix(0, 0, 0)); // ::/0
    for (int i = 0; i < networks; i++) {
      prefixes.add(prefix(0, first(i), PREFIX_LENGTH));
    }
    AddressSpace space = new AddressSpace(prefixes);
    assertThat(space.prefixOf(0x2001_0db8_0000_0000L, 1)).isEqualTo(networks);
    assertThat(space.prefixOf(0, 1)).isEqualTo(networks);
    assertThat(space.prefixOf(0, first(networks))).isEqualTo(-1);
    for (int i = 0; i < networks; i++) {
      assertThat(space.prefixOf(0, first(i))).isEqualTo(i);
    }
  }

  @Example
  void allOfIpv4StandsBesideAllOfIpv6ButNothingElseOverlaps() {
    MeteredPrefix all = prefix(0, 0, 0);
    AddressSpace both = new AddressSpace(List.of(all, prefix(0, 0x0000_ffff_0000_0000L, 96)));
    assertThat(both.prefixOf(0, TestSettings.NET_LOW)).isZero();
    assertThat(both.prefixOf(0x2001_0db8_0000_0000L, 1)).isEqualTo(1);
    Stream.of(prefix(0x2001_0db8_0000_0000L, 0, 32), prefix(0, 0, 64), all)
        .forEach(
            other ->
                assertThatThrownBy(() -> new AddressSpace(List.of(all, other)))
                    .hasMessage("metered prefixes must not overlap"));
  }
}
