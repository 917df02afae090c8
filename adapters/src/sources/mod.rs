//! The explicit list of adapters. Adding a source is one new folder and two lines here.

mod ctdl;
mod etpl;
mod job_posting;
mod odoo;
mod oneroster_csv;
mod open_badges;
mod pirl;

use crate::Adapter;

/// Every adapter, in the order of their keys.
pub fn all() -> &'static [&'static dyn Adapter] {
    &[
        &ctdl::Adapter,
        &etpl::Adapter,
        &job_posting::Adapter,
        &odoo::Adapter,
        &oneroster_csv::Adapter,
        &open_badges::Adapter,
        &pirl::Adapter,
    ]
}
