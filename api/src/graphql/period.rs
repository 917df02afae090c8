//! Spans of time with their precision.

use super::direct::Direct;
use super::words::Precision;
use async_graphql::SimpleObject;
use chrono::NaiveDate;

/// A span of time. Days are exact only as far as `precision` says: 2024-01-01 with YEAR means some time in 2024.
#[derive(SimpleObject, Clone, Copy)]
pub struct Period {
    /// First day; none where it is not known.
    from: Option<NaiveDate>,
    /// Last day; none where it is still running or not known.
    to: Option<NaiveDate>,
    /// How exact the days are.
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
