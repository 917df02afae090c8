//! The explicit list of adapters. Adding a source is one new folder and two lines here.

mod horilla;
mod json_resume;
mod ler_rs;
mod odoo;
mod oneroster_csv;
mod open_badges;
mod pirl;
mod scim;

use crate::Adapter;

/// Every adapter, in the order of their keys.
pub fn all() -> &'static [&'static dyn Adapter] {
    &[
        &horilla::Adapter,
        &json_resume::Adapter,
        &ler_rs::Adapter,
        &odoo::Adapter,
        &oneroster_csv::Adapter,
        &open_badges::Adapter,
        &pirl::Adapter,
        &scim::Adapter,
    ]
}
