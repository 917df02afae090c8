//! Spans of time with their precision.

use super::direct::Direct;
use super::words::Precision;
use async_graphql::SimpleObject;
use chrono::NaiveDate;

/// A span of time, by its outermost days: what began in 2021 has 2021-01-01, what ended in 2023 has 2023-12-31. The days
/// are exact only as far as `precision` says.
#[derive(SimpleObject, Clone, Copy)]
pub struct Period {
    /// First day that it may have begun; none where it is not known.
    from: Option<NaiveDate>,
    /// Last day that it may have lasted; none where it is still running or not known.
    to: Option<NaiveDate>,
    /// How exact the days are: the coarser of both ends, which moves neither. From March 2021 to 2023 is 2021-03-01 to
    /// 2023-12-31 with YEAR; the day of an end that is known better is still its own.
    precision: Option<Precision>,
}

impl Period {
    /// The span between two days; none where neither is known.
    pub fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, precision: Option<&str>) -> Option<Self> {
        let precision = precision
            .and_then(passport::record::Precision::from_word)
            .map(Into::into);
        from.or(to).map(|_| Period { from, to, precision })
    }

    /// As [`Period::of`], to be resolved in place.
    pub fn direct(from: Option<NaiveDate>, to: Option<NaiveDate>, precision: Option<&str>) -> Option<Direct<Self>> {
        Period::of(from, to, precision).map(Direct)
    }
}
