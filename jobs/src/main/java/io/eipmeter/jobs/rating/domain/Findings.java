package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.prices.PriceBook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stands in the way of a bill, and what was assumed for it; each sentence once (I10). */
final class Findings {
  /** More say nothing new: the rest is counted. */
  private static final int MOST = 5;

  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private long moreProblems;
  private long moreNotes;

  /** Someone must decide it before the account can be billed. */
  void problem(String sentence) {
    if (problems.size() < MOST || problems.contains(sentence)) {
      problems.add(sentence);
    } else {
      moreProblems++;
    }
  }

  /** It was taken so; the reader should know. */
  void note(String sentence) {
    if (notes.size() < MOST || notes.contains(sentence)) {
      notes.add(sentence);
    } else {
      moreNotes++;
    }
  }

  void unpriced(PriceBook book, String what, String region, String lineType) {
    problem(book.id() + " has no " + what + place(region, lineType));
  }

  /** A place that is not told is the book's usual one. */
  void usual(PriceBook book, String eip, String region, String lineType) {
    if (region.isEmpty()) {
      note(eip + " has no region: priced as one of " + book.usual().region());
    }
    if (lineType.isEmpty()) {
      note(eip + " has no line: priced as one of " + book.usual().line());
    }
  }

  private static String place(String region, String lineType) {
    String where = region.isEmpty() ? "" : " in region " + region;
    String line = lineType.isEmpty() ? "" : " over line " + lineType;
    return where.isEmpty() && line.isEmpty()
        ? " for an EIP without region and line; give it one, or the book a usual one"
        : where.isEmpty()
            ? line + " for an EIP without a region; give it one, or the book a usual one"
            : line.isEmpty()
                ? where + " for an EIP without a line; give it one, or the book a usual one"
                : where + line;
  }

  List<String> problems() {
    return all(problems, moreProblems);
  }

  List<String> notes() {
    return all(notes, moreNotes);
  }

  private static List<String> all(Set<String> sentences, long more) {
    List<String> all = new ArrayList<>(sentences);
    if (more > 0) {
      all.add("and " + more + " more of such");
    }
    return all;
  }
}
