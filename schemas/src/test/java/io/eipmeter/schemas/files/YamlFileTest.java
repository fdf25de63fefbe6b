package io.eipmeter.schemas.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlFileTest {
  private static final int FIVE_MEGABYTES = 5_000_000;

  private static Sample parse(String text) {
    return Sample.YAML.parse("f.yaml", text);
  }

  @Test
  void aFileBecomesItsRecord() {
    assertThat(
            parse(
                """
                # a comment
                name: "012"
                kind: Nat
                count: 4294967295
                share: 0.10
                pool: true
                delay: PT5M
                parts:
                  - {from: a, to: b}
                  - since: 2026-12-01
                    to:
                """))
        .isEqualTo(
            new Sample(
                "012",
                "Nat",
                4_294_967_295L,
                new BigDecimal("0.10"),
                true,
                Duration.ofMinutes(5),
                List.of(
                    new Sample.Part("a", null, "b"), new Sample.Part(null, "2026-12-01", null))));
    assertThat(parse("{\"name\": \"json\", \"count\": 3}").count()).isEqualTo(3);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "name: a\ncuont: 3",
            "f.yaml, line 2: cuont: there is no such key, only count, delay, kind, name, parts, pool, share"),
        Arguments.of("count: 3", "f.yaml, line 1: 'name' is missing"),
        Arguments.of("name: a\nname: b", "f.yaml, line 2: the key 'name' stands twice"),
        Arguments.of(
            "name: a\nparts:\n- {from: a,\n   to: x, to: z}",
            "f.yaml, line 4: the key 'to' stands twice"),
        Arguments.of(
            "name: a\n---\nname: b",
            "f.yaml, line 2: a second document begins here; write one a file"),
        Arguments.of("", "f.yaml is empty"),
        Arguments.of("# nothing\n", "f.yaml is empty"),
        Arguments.of("- a", "f.yaml, line 1: must be keys with values, was '[\"a\"]'"),
        Arguments.of(
            "name: 12", "f.yaml, line 1: name: must be a text, was '12'; put it in quotes"),
        Arguments.of(
            "name: true", "f.yaml, line 1: name: must be a text, was 'true'; put it in quotes"),
        Arguments.of("name:", "f.yaml, line 1: name: has no value; give one or leave the key out"),
        Arguments.of(
            "name: ''", "f.yaml, line 1: name: must be a name of 1 to 20 characters, was ''"),
        Arguments.of(
            "name: a\nkind: nat", "f.yaml, line 2: kind: must be one of Nat, HaVip, was 'nat'"),
        Arguments.of(
            "name: a\ncount: 012",
            "f.yaml, line 2: count: must be a whole number from 0 to 4294967295, was '012'"),
        Arguments.of(
            "name: a\ncount: 1e9", "f.yaml, line 2: count: must be a whole number, was '1E+9'"),
        Arguments.of(
            "name: a\ncount: 5.0", "f.yaml, line 2: count: must be a whole number, was '5.0'"),
        Arguments.of(
            "name: a\ncount: '5'",
            "f.yaml, line 2: count: must be a whole number from 0 to 4294967295, was '5'"),
        Arguments.of(
            "name: a\ncount: 0x1f",
            "f.yaml, line 2: count: must be a whole number from 0 to 4294967295, was '0x1f'"),
        Arguments.of(
            "name: a\ncount: -5",
            "f.yaml, line 2: count: must be a whole number from 0 to 4294967295, was '-5'"),
        Arguments.of(
            "name: a\ncount: 4294967296",
            "f.yaml, line 2: count: must be a whole number from 0 to 4294967295, was '4294967296'"),
        Arguments.of(
            "name: a\ncount: 18446744073709551617",
            "f.yaml, line 2: count: must be a whole number from 0 to 4294967295, was"
                + " '18446744073709551617'"),
        Arguments.of(
            "name: a\nshare: 1e999999999",
            "f.yaml, line 2: share: must be a number from 0 to 1, was '1e999999999'"),
        Arguments.of(
            "name: a\nshare: 1.5",
            "f.yaml, line 2: share: must be a number from 0 to 1, was '1.5'"),
        Arguments.of(
            "name: a\npool: 'false'", "f.yaml, line 2: pool: must be true or false, was 'false'"),
        Arguments.of(
            "name: a\npool: yes", "f.yaml, line 2: pool: must be true or false, was 'yes'"),
        Arguments.of("name: a\nparts: b", "f.yaml, line 2: parts: must be a list, was 'b'"),
        Arguments.of(
            "name: a\nparts:\n- from: a\n- from: A",
            "f.yaml, line 4: parts[1].from: must be a word in small letters, was 'A'"),
        Arguments.of(
            "name: a\nparts:\n- from: a\n- to: A",
            "f.yaml, line 4: parts[1]: needs one of from, since, and only one"),
        Arguments.of(
            "name: a\nparts:\n- {from: a, until: b}",
            "f.yaml, line 3: parts[0].until: there is no such key, only from, since, to"),
        Arguments.of(
            "name: a\nparts:\n- from: a\n  to: never",
            "f.yaml, line 4: parts[0].to: must come, was 'never'"),
        Arguments.of("name: wrong", "f.yaml, line 1: this name is wrong"),
        Arguments.of(
            "name: a\ndelay: 5m",
            "f.yaml, line 2: delay: must be a duration like PT90S, PT5M or P1D, was '5m'"),
        Arguments.of(
            "name: a\ndelay: P999999999999D",
            "f.yaml, line 2: delay: must be at most a hundred years, was 'P999999999999D'"),
        Arguments.of(
            "name: a\ndelay: P99999999D",
            "f.yaml, line 2: delay: must be at most a hundred years, was 'P99999999D'"),
        Arguments.of(
            "name: &a a\nkind: *a", "f.yaml, line 2: *a is an alias; write out what it stands for"),
        Arguments.of(
            "name: !!str 12",
            "f.yaml, line 1: tags such as tag:yaml.org,2002:str are not taken; leave it out"),
        Arguments.of("? [a]\n: b", "f.yaml, line 1: a key must be a word"),
        Arguments.of(
            "name: a: b", "f.yaml, line 1: is no YAML: mapping values are not allowed here"),
        Arguments.of(
            "name: [a", "f.yaml, line 1: is no YAML: expected ',' or ']', but got <stream end>"),
        Arguments.of("[".repeat(100_000), "f.yaml, line 1: is nested deeper than 32 levels"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneSentenceWithItsLineKeyAndValue(String text, String sentence) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(BadFileException.class).hasMessage(sentence);
  }

  /** Half a minute if it were read in pieces of 1 KB, as it once was; else it is not felt. */
  @Test
  void fiveMegabytesOfCommentTextOrLinesAreReadOnce() {
    assertThat(parse("# " + "x".repeat(FIVE_MEGABYTES) + "\nname: a").name()).isEqualTo("a");
    assertThat(parse("#\n".repeat(FIVE_MEGABYTES / 2) + "name: a").name()).isEqualTo("a");
    assertThatThrownBy(() -> parse("name: " + "x".repeat(FIVE_MEGABYTES)))
        .hasMessage(
            "f.yaml, line 1: name: must be a name of 1 to 20 characters, was '"
                + "x".repeat(60)
                + "...'");
  }
}
