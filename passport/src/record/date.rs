//! Dates as sources give them: with the precision they have, and no more.

use chrono::{DateTime, Datelike, Months, NaiveDate};
use serde::Serialize;
use std::fmt;

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Only the year is known.
    Year,
    /// Year and month are known.
    Month,
    /// The day is known.
    Day,
}

super::words!(Precision { Year => "year", Month => "month", Day => "day" });

/// A date with its precision; a missing month or day is held as the first. What is meant is every day from
/// [`PartialDate::first_day`] to [`PartialDate::last_day`]: what begins in 2025 may have begun on its first day, and what
/// ends in 2025 holds to its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    /// First day of what is meant.
    pub date: NaiveDate,
    /// What of it is known.
    pub precision: Precision,
}

impl PartialDate {
    /// A date known to the day.
    pub fn day(date: NaiveDate) -> Self {
        PartialDate {
            date,
            precision: Precision::Day,
        }
    }

    /// The date of this precision within which a day lies.
    pub fn holding(day: NaiveDate, precision: Precision) -> Self {
        let date = match precision {
            Precision::Year => day.with_day(1).and_then(|first| first.with_month(1)),
            Precision::Month => day.with_day(1),
            Precision::Day => Some(day),
        };
        PartialDate {
            date: date.unwrap_or(day),
            precision,
        }
    }

    /// First day of what is meant: the day of a beginning.
    pub fn first_day(&self) -> NaiveDate {
        self.date
    }

    /// Last day of what is meant: the day of an end.
    pub fn last_day(&self) -> NaiveDate {
        let next = match self.precision {
            Precision::Year => self.date.checked_add_months(Months::new(12)),
            Precision::Month => self.date.checked_add_months(Months::new(1)),
            Precision::Day => return self.date,
        };
        next.and_then(|next| next.pred_opt()).unwrap_or(self.date)
    }

    /// Reads `2024`, `2024-05`, `2024-05-17`, `20240517` and RFC 3339 timestamps (the day in the zone they are written in).
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        let text = text.trim();
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let numbers = |y: &str, m: &str, d: &str| {
            NaiveDate::from_ymd_opt(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).filter(|d| d.year() >= 1000)
        };
        let parts: Vec<&str> = text.split('-').collect();
        let (date, precision) = match parts.as_slice() {
            [y] if digits(y) && y.len() == 4 => (numbers(y, "1", "1"), Precision::Year),
            [ymd] if digits(ymd) && ymd.len() == 8 => (numbers(&ymd[..4], &ymd[4..6], &ymd[6..]), Precision::Day),
            [y, m] if digits(y) && y.len() == 4 && digits(m) => (numbers(y, m, "1"), Precision::Month),
            [y, m, d] if digits(y) && y.len() == 4 && digits(m) && digits(d) => (numbers(y, m, d), Precision::Day),
            _ => (timestamp_day(text), Precision::Day),
        };
        date.map(|date| PartialDate { date, precision }).ok_or(BadDate)
    }
}

/// The day of `2024-05-17T10:00:00Z`, with or without zone, with `T` or a space.
fn timestamp_day(text: &str) -> Option<NaiveDate> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.date_naive());
    }
    let spaced = text.replacen('T', " ", 1);
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f%z"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(&spaced, format).ok())
        .map(|time| time.date())
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        write!(f, "{}", self.date.format(format))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The text is no date that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date: write YYYY, YYYY-MM, YYYY-MM-DD, YYYYMMDD or an RFC 3339 timestamp")]
pub struct BadDate;

/// A span of time; an open end is unknown or still running.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
}

impl Period {
    /// From one date to another, either may be open.
    pub fn new(from: Option<PartialDate>, to: Option<PartialDate>) -> Self {
        Period { from, to }
    }

    /// A single date: both ends are the same.
    pub fn on(date: PartialDate) -> Self {
        Period {
            from: Some(date),
            to: Some(date),
        }
    }

    /// This span with its open ends as another one has them, unless it would end before it began.
    #[must_use]
    pub fn or(self, other: Period) -> Self {
        let whole = Period::new(self.from.or(other.from), self.to.or(other.to));
        if whole.is_reversed() { self } else { whole }
    }

    /// The first day that it may have begun.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.from.map(|from| from.first_day())
    }

    /// The last day that it may have lasted.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.to.map(|to| to.last_day())
    }

    /// Whether it ends before it begins, whichever of their days the two dates mean.
    pub fn is_reversed(&self) -> bool {
        self.first_day()
            .zip(self.last_day())
            .is_some_and(|(first, last)| last < first)
    }

    /// The coarser precision of the two ends, as a period's precision can be no finer. It moves neither end: March 2021 to
    /// 2023 is 2021-03-01 to 2023-12-31, known to the year.
    pub fn precision(&self) -> Option<Precision> {
        self.from.iter().chain(&self.to).map(|d| d.precision).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_precision_they_came_with() {
        for (text, shown) in [
            ("2024", Some("2024")),
            ("2024-05", Some("2024-05")),
            ("2024-05-17", Some("2024-05-17")),
            ("20240517", Some("2024-05-17")),
            ("2024-05-17T23:30:00-05:00", Some("2024-05-17")),
            ("2024-05-17 10:11:12", Some("2024-05-17")),
            ("2024-05-17T10:11:12.123456", Some("2024-05-17")),
            ("2024-02-30", None),
            ("00000000", None),
            ("17/05/2024", None),
            ("", None),
            ("٢٠٢٤", None),
        ] {
            assert_eq!(
                PartialDate::parse(text).ok().map(|d| d.to_string()).as_deref(),
                shown,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_date_means_every_day_from_its_first_to_its_last() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-02", "2023-02-01", "2023-02-28"),
            ("2023-12", "2023-12-01", "2023-12-31"),
            ("9999", "9999-01-01", "9999-12-31"),
            ("2024-05-17", "2024-05-17", "2024-05-17"),
        ] {
            let date = PartialDate::parse(text).unwrap();
            let days = (date.first_day().to_string(), date.last_day().to_string());
            assert_eq!(days, (first.to_owned(), last.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_period_keeps_the_days_of_both_ends_and_the_coarser_precision() {
        use Precision::*;
        for (from, to, days, precision, reversed) in [
            ("2021-03", "2023", "2021-03-01..2023-12-31", Some(Year), false),
            ("2021", "2023-04", "2021-01-01..2023-04-30", Some(Year), false),
            ("2021-03", "2021-03-05", "2021-03-01..2021-03-05", Some(Month), false),
            ("2021-03", "2021", "2021-03-01..2021-12-31", Some(Year), false),
            ("2021-03-10", "2021-03", "2021-03-10..2021-03-31", Some(Month), false),
            ("2021-03", "2021-02", "2021-03-01..2021-02-28", Some(Month), true),
            ("2021", "2020", "2021-01-01..2020-12-31", Some(Year), true),
            ("2021-03", "", "2021-03-01..", Some(Month), false),
            ("", "2021", "..2021-12-31", Some(Year), false),
            ("", "", "..", None, false),
        ] {
            let period = Period::new(PartialDate::parse(from).ok(), PartialDate::parse(to).ok());
            let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            let shown = format!("{}..{}", day(period.first_day()), day(period.last_day()));
            assert_eq!(
                (shown.as_str(), period.precision(), period.is_reversed()),
                (days, precision, reversed),
                "{from} to {to}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_date_or_an_error(text in "\\PC*") {
            if let Ok(date) = PartialDate::parse(&text) {
                proptest::prop_assert_eq!(PartialDate::parse(&date.to_string()), Ok(date));
            }
        }
    }
}
