//! Mappings between concepts: those that hold as a graph in memory, and the rows, which are never changed but superseded.

mod rows;

use super::StoreError;
use entity::mapping;
use passport::skill::mapping::{Edge, Graph, Justification, Says, Standing};
use passport::skill::{MappingEdge, Relation};
pub use rows::{
    Rows, Which, add, begin_turn, by_id, of_no_set, of_set, of_sets, page, standing, standing_of_sets, supersede,
};
use sea_orm::prelude::DateTimeUtc;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// The word for the relation of a statement that there is no match.
pub const NO_MATCH: &str = "no_match";

/// All mappings, settled: a snapshot that is only read.
#[derive(Debug, Default)]
pub struct Mappings {
    graph: Graph,
}

/// A row, as far as an edge needs it.
type Narrow = (
    Uuid,
    Uuid,
    Option<Uuid>,
    Option<Uuid>,
    String,
    f64,
    String,
    String,
    Option<DateTimeUtc>,
);

impl Mappings {
    /// Reads what stands. `vocabulary` tells which vocabulary a concept is of.
    pub async fn load<C: ConnectionTrait>(
        conn: &C,
        vocabulary: impl Fn(Uuid) -> Option<Uuid>,
    ) -> Result<Self, StoreError> {
        use mapping::Column;
        let rows = mapping::Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::SubjectConceptId,
                Column::ObjectConceptId,
                Column::ObjectVocabularyId,
                Column::Relation,
                Column::Confidence,
                Column::Standing,
                Column::Method,
                Column::ReviewedAt,
            ])
            .filter(Column::SupersededAt.is_null())
            .into_tuple::<Narrow>()
            .all(conn)
            .await?;
        let graph = Graph::build(rows.into_iter().filter_map(narrow_edge), vocabulary);
        Ok(Mappings { graph })
    }

    /// The mapping by which a claim may go on into the pivot vocabulary: exact, and somebody stands behind it.
    pub fn to_pivot(&self, concept: Uuid, is_pivot: impl Fn(Uuid) -> bool) -> Option<MappingEdge> {
        let step = self.graph.same_as(concept, is_pivot)?;
        Some(MappingEdge {
            id: step.mapping?,
            to: step.to,
            relation: step.relation,
            confidence: step.confidence,
        })
    }

    /// The graph of what holds.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }
}

/// All that stands, settled, and the rows that stand of a few sets.
pub async fn beside_sets<C: ConnectionTrait>(
    conn: &C,
    sets: &[&str],
    vocabulary: impl Fn(Uuid) -> Option<Uuid>,
) -> Result<(Mappings, Rows), StoreError> {
    let all = Mappings::load(conn, vocabulary).await?;
    Ok((all, standing_of_sets(conn, sets).await?))
}

fn narrow_edge(row: Narrow) -> Option<Edge> {
    let (id, subject, object, vocabulary, relation, confidence, standing, method, reviewed_at) = row;
    Some(Edge {
        id,
        subject,
        says: says(object, vocabulary, &relation)?,
        confidence,
        standing: Standing::from_word(&standing)?,
        justification: Justification::from_word(&method).unwrap_or(Justification::Unspecified),
        reviewed_at,
    })
}

/// What a row says; none where its words are none of ours.
pub fn says(object: Option<Uuid>, vocabulary: Option<Uuid>, relation: &str) -> Option<Says> {
    match object {
        Some(object) => Some(Says::Relates(object, Relation::from_word(relation)?)),
        None => (relation == NO_MATCH).then_some(Says::NoMatch(vocabulary)),
    }
}
