//! The explicit list of adapters. Adding a source is one new folder and two lines here.

mod canvas;
mod clr;
mod ctdl;
mod etpl;
mod horilla;
mod job_posting;
mod json_resume;
mod ler_rs;
mod moodle;
mod odoo;
mod oneroster_csv;
mod open_badges;
mod pirl;
mod scim;
mod xapi;

use crate::Adapter;

/// Every adapter, in the order of their keys.
pub fn all() -> &'static [&'static dyn Adapter] {
    &[
        &canvas::Adapter,
        &clr::Adapter,
        &ctdl::Adapter,
        &etpl::Adapter,
        &horilla::Adapter,
        &job_posting::Adapter,
        &json_resume::Adapter,
        &ler_rs::Adapter,
        &moodle::Adapter,
        &odoo::Adapter,
        &oneroster_csv::Adapter,
        &open_badges::Adapter,
        &pirl::Adapter,
        &scim::Adapter,
        &xapi::Adapter,
    ]
}
