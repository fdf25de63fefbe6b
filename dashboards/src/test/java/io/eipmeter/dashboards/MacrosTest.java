package io.eipmeter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first times are those of the plugin's own tests (pkg/macros/macros_test.go). */
class MacrosTest {
  private static Macros macros(String... values) {
    return new Macros(
        new Shown(
            1_415_792_726, 1_447_328_726, 30, Map.of("v", List.of(values), "other", List.of("x"))));
  }

  private static final String ALL = "$__all";

  @Test
  void timesAreWrittenAsThePluginWritesThem() {
    assertThat(macros(ALL).expand("$__timeFilter(cast(a, b))"))
        .isEqualTo("cast(a, b) >= toDateTime(1415792726) AND cast(a, b) <= toDateTime(1447328726)");
    assertThat(macros(ALL).expand("$__timeFilter_ms(c)"))
        .isEqualTo(
            "c >= fromUnixTimestamp64Milli(1415792726000) AND c <="
                + " fromUnixTimestamp64Milli(1447328726000)");
    assertThat(macros(ALL).expand("f($__fromTime, $__toTime, $__interval_s)"))
        .isEqualTo("f(toDateTime(1415792726), toDateTime(1447328726), 30)");
  }

  @Test
  void aMacroInAMacroIsExpandedToo() {
    assertThat(macros(ALL).expand("$__timeInterval($__fromTime)"))
        .isEqualTo("toStartOfInterval(toDateTime(toDateTime(1415792726)), INTERVAL 30 second)");
  }

  @Test
  void aConditionHoldsForChosenValuesAndNotForAll() {
    String sql = "WHERE $__conditionalAll(a IN (${v:singlequote}), $v) AND b";
    assertThat(macros("x", "it's").expand(sql)).isEqualTo("WHERE a IN ('x','it\\'s') AND b");
    assertThat(macros(ALL).expand(sql)).isEqualTo("WHERE 1=1 AND b");
    assertThat(macros("").expand(sql)).isEqualTo("WHERE 1=1 AND b");
  }

  @Test
  void whatIsUnknownIsRefused() {
    assertThatThrownBy(() -> macros(ALL).expand("$__fromTimes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown macro $__fromTimes");
    assertThatThrownBy(() -> macros(ALL).expand("$w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no variable w");
    assertThatThrownBy(() -> macros(ALL).expand("$__timeFilter(a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
