//! Every table of the hub, each after those it refers to.

/// Does `$act!(table)` for each, in an order in which rows can be added.
macro_rules! each_table {
    ($act:ident) => {
        $act!(organization);
        $act!(source);
        $act!(member);
        $act!(person);
        $act!(subject);
        $act!(person_identifier);
        $act!(person_link);
        $act!(import_run);
        $act!(source_record);
        $act!(reject);
        $act!(vocabulary);
        $act!(vocabulary_version);
        $act!(vocabulary_encoder);
        $act!(concept);
        $act!(concept_label);
        $act!(concept_text);
        $act!(concept_relation);
        $act!(concept_match);
        $act!(concept_past);
        $act!(mapping);
        $act!(term);
        $act!(term_decision);
        $act!(scale);
        $act!(scale_level);
        $act!(credential);
        $act!(experience);
        $act!(learning);
        $act!(programme_participation);
        $act!(goal);
        $act!(claim);
        $act!(evidence);
        $act!(endorsement);
        $act!(skill_state);
        $act!(opportunity);
        $act!(opportunity_requirement);
        $act!(client);
        $act!(consent);
        $act!(consent_receipt);
        $act!(connection);
        $act!(consent_request);
        $act!(consent_use);
        $act!(delegation);
        $act!(disclosure);
        $act!(disclosed_document);
        $act!(disclosed_request);
        $act!(disclosure_writer);
    };
}

pub(crate) use each_table;
