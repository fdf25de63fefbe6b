package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.jobs.rating.prices.Decimals;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Statements on paper: one self-contained page, a new sheet for each account. */
public final class StatementPage implements StatementOutput {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Statements</title><style>
      body{font:14px/1.45 system-ui,sans-serif;color:#1b2430;max-width:62rem;margin:2rem auto;padding:0 1rem}
      section{break-after:page;margin-bottom:4rem}
      header{display:flex;justify-content:space-between;align-items:flex-end;border-bottom:3px solid #1b2430;padding-bottom:.6rem}
      h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
      .total{font-size:1.7rem;font-weight:700;text-align:right}
      .small,.proof{color:#5b6675;font-size:.8rem}
      table{border-collapse:collapse;width:100%}
      th{text-align:left;font-weight:600;color:#5b6675;border-bottom:1px solid #9aa5b1;padding:.25rem .4rem;font-size:.8rem}
      td{border-bottom:1px solid #e3e7ec;padding:.25rem .4rem;vertical-align:top}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
      .when{white-space:nowrap}
      .proof{font-family:ui-monospace,monospace}
      .draft,.parked{background:#fff3d6;padding:.5rem .7rem;border-left:4px solid #d9930d;margin:1rem 0}
      tfoot td{font-weight:700;border-top:2px solid #1b2430;border-bottom:0}
      @media print{body{margin:0;max-width:none;font-size:10pt}tr{break-inside:avoid}@page{size:A4;margin:16mm}}
      </style></head><body>
      """;

  /** With the offset: where clocks are set back, an hour comes twice. */
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT);

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private final PrintWriter html;
  private final ZoneId zone;
  private boolean isEmpty = true;

  /** Begins a page. */
  public StatementPage(PrintWriter out, ZoneId zone) {
    this.html = out;
    this.zone = zone;
    html.append(HEAD);
  }

  @Override
  public void write(Statement statement, DailyUsage usage) {
    isEmpty = false;
    section(statement, usage);
    html.flush();
  }

  @Override
  public void close() {
    if (isEmpty) {
      html.append("<p>There is nothing to charge.</p>\n");
    }
    html.append("</body></html>\n");
    html.flush();
  }

  private void section(Statement statement, DailyUsage usage) {
    html.append("<section>\n<header><div><h1>Statement ")
        .append(text(statement.period().toString()))
        .append("</h1><div>Account <b>")
        .append(text(statement.account()))
        .append("</b></div><div class=small>")
        .append(text(StatementText.local(statement.period().time().from(), zone)))
        .append(" to ")
        .append(text(StatementText.local(statement.period().time().to(), zone)))
        .append(" (")
        .append(text(zone.getId()))
        .append("), price book ")
        .append(text(statement.book()))
        .append("</div></div><div class=total>")
        .append(money(statement.total(), statement.currency()))
        .append(' ')
        .append(text(statement.currency()))
        .append("</div></header>\n");
    note(statement, usage);
    overview(statement);
    chart(statement, usage);
    lines(
        "Charges",
        statement,
        statement.lines().stream()
            .filter(l -> l.chargePeriod().equals(statement.period()))
            .toList());
    List<StatementLine> corrections =
        statement.lines().stream()
            .filter(l -> !l.chargePeriod().equals(statement.period()))
            .toList();
    if (!corrections.isEmpty()) {
      lines("Corrections of earlier months", statement, corrections);
    }
    html.append("<p class=proof>statement ")
        .append(text(statement.id()))
        .append(" made from ")
        .append(text(statement.inputsHash()))
        .append("</p>\n</section>\n");
  }

  private void note(Statement statement, DailyUsage usage) {
    if (statement.state() == Statement.State.DRAFT) {
      html.append("<div class=draft>Draft: the month is not closed, this may change.</div>\n");
    }
    if (!statement.parkedFor().isEmpty()) {
      html.append("<div class=parked><b>")
          .append(
              statement.state() == Statement.State.DRAFT
                  ? "Would not be issued as it is:"
                  : "Parked, not issued:")
          .append("</b> ")
          .append(text(String.join("; ", statement.parkedFor())))
          .append("</div>\n");
    }
    for (String sentence : statement.notes()) {
      html.append("<p class=small>").append(text(sentence)).append("</p>\n");
    }
    completeness(usage);
  }

  private void overview(Statement statement) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (StatementLine line : statement.lines()) {
      String name =
          line.chargePeriod().equals(statement.period())
              ? line.charge().item().text()
              : "corrections";
      sums.merge(name, line.charge().cost(), BigDecimal::add);
    }
    html.append("<h2>By kind</h2><table><tbody>");
    sums.forEach(
        (name, sum) ->
            html.append("<tr><td>")
                .append(text(name))
                .append("<td class=n>")
                .append(Decimals.plain(sum))
                .append("</tr>"));
    html.append("</tbody></table>\n");
  }

  /** Outbound bytes of each day: as high as its share of the highest. */
  private void chart(Statement statement, DailyUsage usage) {
    Map<LocalDate, Long> bytes = usage.bytesOut();
    long most = bytes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    if (most == 0) {
      return;
    }
    html.append("<h2>Bytes out by day, highest ")
        .append(String.format(Locale.ROOT, "%,d", most))
        .append("</h2><svg width=\"100%\" viewBox=\"0 0 930 130\" role=\"img\">");
    int days = statement.period().month().lengthOfMonth();
    for (int day = 1; day <= days; day++) {
      LocalDate date = statement.period().month().atDay(day);
      long height = Math.round(100.0 * bytes.getOrDefault(date, 0L) / most);
      html.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"22\" height=\"%d\" fill=\"#2f6fb2\"><title>%s: %,d bytes</title></rect>",
              (day - 1) * 30,
              108 - height,
              height,
              date,
              bytes.getOrDefault(date, 0L)));
      html.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"124\" font-size=\"11\" text-anchor=\"middle\" fill=\"#5b6675\">%d</text>",
              (day - 1) * 30 + 11,
              day));
    }
    html.append("</svg>\n");
  }

  /** How sure the usage is (I7). */
  private void completeness(DailyUsage usage) {
    html.append("<p class=small>Usage of ")
        .append(Long.toString(usage.hours()))
        .append(" EIP-hours: ")
        .append(Long.toString(usage.hours(Quality.EXACT)))
        .append(" complete, ")
        .append(Long.toString(usage.hours(Quality.INCOMPLETE)))
        .append(" with exports missing (")
        .append(Long.toString(usage.incompleteMinutes()))
        .append(" minutes: the traffic was at least this), ")
        .append(Long.toString(usage.hours(Quality.SAMPLED)))
        .append(" estimated from samples.</p>\n");
  }

  private void lines(String title, Statement statement, List<StatementLine> lines) {
    html.append("<h2>")
        .append(title)
        .append(
            "</h2><table><thead><tr><th>EIP<th>What<th>When<th class=n>Quantity<th class=n>Price<th"
                + " class=n>Cost, ")
        .append(text(statement.currency()))
        .append("<th>Proof</tr></thead><tbody>\n");
    BigDecimal sum = BigDecimal.ZERO;
    for (StatementLine line : lines) {
      sum = sum.add(line.charge().cost());
      line(line);
    }
    html.append("</tbody><tfoot><tr><td colspan=5>Sum<td class=n>")
        .append(money(sum, statement.currency()))
        .append("<td></tr></tfoot></table>\n");
  }

  private void line(StatementLine of) {
    ChargeLine line = of.charge();
    html.append("<tr><td>")
        .append(text(line.eip()))
        .append("<div class=small>")
        .append(text(line.region() + " " + line.lineType()))
        .append("</div><td>")
        .append(of.corrects().isEmpty() ? "" : "taken back: ")
        .append(text(line.item().text()))
        .append(line.tier() > 0 ? ", tier " + line.tier() : "")
        .append("<td class='small when'>")
        .append(when(line.time().from()))
        .append("<br>")
        .append(when(line.time().to()))
        .append("<td class=n>")
        .append(Decimals.plain(line.quantity().shown()))
        .append(' ')
        .append(text(line.unit()))
        .append("<td class=n>")
        .append(Decimals.plain(line.unitPrice()))
        .append("<td class=n>")
        .append(Decimals.plain(line.cost()))
        .append("<td class=proof>")
        .append(text(of.id()))
        .append(usage(line))
        .append(of.corrects().isEmpty() ? "" : "<br>of " + text(of.corrects()))
        .append("</tr>\n");
  }

  private String when(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    return (local.getSecond() == 0 ? MINUTE : SECOND).format(local);
  }

  /** With the currency's cents (ISO 4217), also where they are none. */
  private static String money(BigDecimal sum, String currency) {
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    BigDecimal plain = new BigDecimal(Decimals.plain(sum));
    return plain.setScale(Math.max(plain.scale(), digits)).toPlainString();
  }

  private static String usage(ChargeLine line) {
    return line.proof().inputRows() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "<br>%d %s, %,d B%s",
            line.proof().inputRows(),
            line.proof().inputRows() == 1 ? "row" : "rows",
            line.bytes(),
            line.proof().missing().isNone() ? "" : "<br>" + missing(line));
  }

  /** What was not seen, and how much it may have been: a bound, not an estimate. */
  private static String missing(ChargeLine line) {
    Missing missing = line.proof().missing();
    return String.format(
        Locale.ROOT,
        "%sexports missing in %d min: %s",
        missing.exports() == 0 ? "" : missing.exports() + " ",
        missing.minutes(),
        missing.isBounded()
            ? String.format(Locale.ROOT, "at most %,d B more each way", missing.mostBytes())
            : "no bound is known");
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
