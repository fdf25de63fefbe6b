package io.eipmeter.jobs.rating.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.schemas.files.BadFileException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageFileTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final String HEADER = "account,region,line,eip,hourStart,bytesIn,bytesOut";
  private static final String ROW = "acme,r,BGP,eip-1,2026-10-01T10:00:00+08:00,5,7";

  private static List<UsageHour> parse(String text) {
    List<UsageHour> hours = new ArrayList<>();
    UsageFile.parse("u.csv", text, SHANGHAI, hours::add);
    return hours;
  }

  @Test
  void columnsMayStandInAnyOrderAndSpelling() {
    assertThat(
            parse(
                "bytes_out,quality,eip,account,REGION,line,hour_start,bytesIn,packets_in,packetsOut,"
                    + "fromMinute,toMinute,incompleteMinutes,missingExports,mostMissingBytes\n"
                    + "7,incomplete,eip-1,acme,r,BGP,2026-10-01T10:00:00+08:00,5,3,4,20,60,2,9,99\n"))
        .containsExactly(
            new UsageHour(
                "acme",
                "r",
                "BGP",
                "eip-1",
                Instant.parse("2026-10-01T02:00:00Z"),
                20,
                60,
                5,
                7,
                3,
                4,
                Quality.INCOMPLETE,
                new Missing(2, 9, 99)));
    assertThat(parse(HEADER + "\n" + ROW + "\n"))
        .containsExactly(
            UsageHour.whole(
                "acme",
                "r",
                "BGP",
                "eip-1",
                Instant.parse("2026-10-01T02:00:00Z"),
                5,
                7,
                Quality.EXACT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "T10:00:00|T10:30:00|line 2: hourStart: must be a full hour in Asia/Shanghai, was '2026-10-01T10:30:00+08:00'",
        "T10:00:00+08:00|''|line 2: hourStart: must be a time with its offset such as 2026-10-01T09:30:00+08:00, was '2026-10-01'",
        ",5,7|,5,1e9|line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '1e9'",
        ",5,7|,5,012|line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '012'",
        ",5,7|,5,-7|line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '-7'",
        ",5,7|,5,9223372036854775808|line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '9223372036854775808'",
        ",5,7|,5,|line 2: 'bytesOut' is missing",
        "acme|''|line 2: 'account' is missing",
        "bytesOut|bytesOut,bytes_out|line 1: the column 'bytesOut' stands twice, also as 'bytes_out'",
        "bytesOut|bytesOut,packets|line 1: there is no column 'packets', only account,",
        "account,region,line|''|line 1: there is no column '', only account,",
      })
  void whatIsWrongIsOneSentenceWithItsLine(String good, String bad, String sentence) {
    assertThatThrownBy(() -> parse((HEADER + "\n" + ROW + "\n").replace(good, bad)))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("u.csv, " + sentence);
  }

  @Test
  void otherSeparatorsAndNoHeaderAreNamed() {
    assertThatThrownBy(() -> parse((HEADER + "\n" + ROW).replace(',', ';')))
        .hasMessage("u.csv, line 1: the columns are separated by ';'; separate them by ','");
    assertThatThrownBy(() -> parse((HEADER + "\n" + ROW).replace(',', '\t')))
        .hasMessage("u.csv, line 1: the columns are separated by tabs; separate them by ','");
    assertThatThrownBy(() -> parse(ROW))
        .hasMessageStartingWith("u.csv, line 1: must name the columns; 'acme' is none of account,");
    assertThatThrownBy(() -> parse(HEADER + ",quality\n" + ROW + ",exact\n" + ROW + ",Exact\n"))
        .hasMessage(
            "u.csv, line 3: quality: must be one of exact, incomplete, sampled, best-effort, was"
                + " 'Exact'");
    assertThatThrownBy(() -> parse(HEADER + ",fromMinute,toMinute\n" + ROW + ",30,20\n"))
        .hasMessage("u.csv, line 2: minutes 30 to 20 are no part of an hour");
  }
}
