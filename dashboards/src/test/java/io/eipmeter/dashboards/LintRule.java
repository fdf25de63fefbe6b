package io.eipmeter.dashboards;

/**
 * What every dashboard keeps. The first seven are those of grafana/dashboard-linter that are not
 * about PromQL.
 */
enum LintRule {
  /** A data source variable named {@code datasource}, labelled "Data source". */
  DATASOURCE_VARIABLE,
  /** Every panel, target, annotation and query variable asks {@code ${datasource}}. */
  DATASOURCE_USED,
  /** Query variables are asked again when the time range changes. */
  VARIABLE_RELOADED,
  /** Every panel has a title and a description of more than a few words. */
  TITLE_AND_DESCRIPTION,
  /** Every panel has a unit that Grafana knows. */
  UNIT,
  /** Every panel has a target. */
  TARGETS,
  /** Nobody edits it in Grafana. */
  UNEDITABLE,
  /**
   * uid of 8 to 40 characters; id null; Classic JSON 42, UTC, tag eipmeter, relative time range.
   */
  HEADER,
  /** Panel ids and names of variables are unique. */
  UNIQUE,
  /** Panels lie within 24 columns and on no other. */
  GRID,
  /** Every variable that is used is defined. */
  VARIABLE_DEFINED,
  /** Every variable that is defined is used. */
  VARIABLE_USED,
  /** In SQL a variable is escaped: {@code ${name:singlequote}}. */
  VARIABLE_ESCAPED,
  /**
   * A link to a dashboard goes to one that exists, takes the time range and sets variables that it
   * has.
   */
  LINK,
  /** editorType, queryType, format and pluginVersion of a target fit the panel. */
  TARGET_FORM,
  /** SQL asks for the time range shown, or the description says "whatever time is shown". */
  TIME_RANGE,
  /** A time series is ordered by {@code time}. */
  SERIES_ORDERED,
  /** Thresholds ascend and begin with null. */
  THRESHOLDS,
  /** No comment in SQL: macros in it would not be expanded. */
  NO_COMMENTS
}
