//! The review queue: terms by how many claims hang on them.

use crate::caller::Whose;
use crate::store::scope::sent_by;
use crate::store::{Db, StoreError};
use entity::{claim, term, term_decision};
use passport::counts::ENOUGH;
use passport::skill::{Method, SURE, TermStanding, normalise};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, LikeExpr, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Statement, Value,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Terms that stand so.
fn standing_so(standing: TermStanding) -> Condition {
    use term::Column::{Confidence, Method as By};
    let reviewed = Method::Reviewed.as_str();
    let met = || Condition::all().add(By.ne(reviewed));
    match standing {
        TermStanding::Untranslated => Condition::all().add(By.is_null()),
        TermStanding::Decided => Condition::all().add(By.eq(reviewed)),
        TermStanding::Doubtful => met().add(Confidence.lt(SURE)),
        TermStanding::Sure => met().add(Confidence.gte(SURE)),
    }
}

/// Which terms are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wished {
    /// Those of one source.
    pub source: Option<Uuid>,
    /// Those that stand so; all where none is named.
    pub standing: Vec<TermStanding>,
    /// Those whose label or code contains this, whatever the capitals; of codes, those of ASCII.
    pub search: Option<String>,
}

/// Where a page begins: after a term with so many claims.
pub type After = (i64, Uuid);

/// A page of terms, each with how many claims hang on it that hold now: those with most first, then the oldest; one
/// statement.
pub async fn page(
    db: &Db,
    whose: Whose,
    wished: &Wished,
    after: Option<After>,
    limit: u64,
) -> Result<Vec<(term::Model, i64)>, StoreError> {
    let claims = || SimpleExpr::SubQuery(None, Box::new(claims_of_term().into()));
    let mut page = term::Entity::find()
        .expr_as(claims(), "claims")
        .filter(Condition::all().add_option(sent_by(&term::Column::SourceId, whose.among())))
        .filter(wished.condition())
        .order_by_desc(claims())
        .order_by_asc(term::Column::Id)
        .limit(limit);
    if let Some((most, id)) = after {
        let same = Condition::all().add(claims().eq(most)).add(term::Column::Id.gt(id));
        page = page.filter(Condition::any().add(claims().lt(most)).add(same));
    }
    let rows = db.conn().query_all(page.as_query()).await?;
    let read = |row| Ok((term::Model::from_query_result(row, "")?, row.try_get("", "claims")?));
    rows.iter().map(read).collect()
}

/// One term, with how many claims hang on it.
pub async fn one(db: &Db, whose: Whose, id: Uuid) -> Result<Option<(term::Model, i64)>, StoreError> {
    let theirs = Condition::all().add_option(sent_by(&term::Column::SourceId, whose.among()));
    let Some(term) = term::Entity::find_by_id(id).filter(theirs).one(db.conn()).await? else {
        return Ok(None);
    };
    let row = db.conn().query_one(&counted(id)).await?;
    let claims = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(Some((term, claims.unwrap_or_default())))
}

impl Wished {
    fn condition(&self) -> Condition {
        let standing = self
            .standing
            .iter()
            .fold(Condition::any(), |any, standing| any.add(standing_so(*standing)));
        Condition::all()
            .add_option((!self.standing.is_empty()).then_some(standing))
            .add_option(self.source.map(|source| term::Column::SourceId.eq(source)))
            .add_option(self.search.as_deref().map(holding))
    }
}

/// Terms whose label or code holds a text. Databases lower letters as they please, and SQLite none beyond ASCII: the key
/// ends with the label as the rules normalise it, behind framework, code and URI.
fn holding(text: &str) -> Condition {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let pattern = |begins: &str, text: &str| LikeExpr::new(format!("{begins}%{}%", escaped(text))).escape('\\');
    let lowered = text.to_lowercase();
    let like =
        |column: term::Column| Expr::expr(Func::lower(Expr::col((term::Entity, column)))).like(pattern("", &lowered));
    let normalised = Some(normalise(text)).filter(|text| !text.is_empty());
    let by_key = normalised.map(|text| Expr::col((term::Entity, term::Column::Key)).like(pattern("%|%|%|", &text)));
    Condition::any()
        .add(like(term::Column::Label))
        .add(like(term::Column::Code))
        .add_option(by_key)
}

fn current_claims() -> SelectStatement {
    Query::select()
        .expr(Expr::col((claim::Entity, claim::Column::Id)).count())
        .from(claim::Entity)
        .and_where(Expr::col((claim::Entity, claim::Column::SupersededAt)).is_null())
        .to_owned()
}

fn claims_of_term() -> SelectStatement {
    let of_it = Expr::col((claim::Entity, claim::Column::TermId)).equals((term::Entity, term::Column::Id));
    current_claims().and_where(of_it).to_owned()
}

fn counted(term: Uuid) -> SelectStatement {
    let of_it = Expr::col((claim::Entity, claim::Column::TermId)).eq(term);
    current_claims().and_where(of_it).to_owned()
}

/// The decisions that hold, by term.
pub async fn decisions<C: ConnectionTrait>(
    conn: &C,
    terms: &[Uuid],
) -> Result<HashMap<Uuid, term_decision::Model>, StoreError> {
    let current = term_decision::Entity::find()
        .filter(term_decision::Column::TermId.is_in(terms.iter().copied()))
        .filter(term_decision::Column::SupersededAt.is_null());
    let rows = current.all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.term_id, row)).collect())
}

/// Titles and names that stand beside claims of these terms, a few of each term.
const EXAMPLES: &str = "\
SELECT term_id, name FROM (
    SELECT term_id, name, ROW_NUMBER() OVER (PARTITION BY term_id ORDER BY name) AS place FROM (
        SELECT claim.term_id, learning.title AS name FROM claim JOIN learning ON learning.id = claim.learning_id
        WHERE claim.superseded_at IS NULL AND claim.term_id IN (…)
        GROUP BY claim.term_id, learning.title HAVING COUNT(DISTINCT claim.person_id) >= #
        UNION
        SELECT claim.term_id, credential.name FROM claim JOIN credential ON credential.id = claim.credential_id
        WHERE claim.superseded_at IS NULL AND claim.term_id IN (…)
        GROUP BY claim.term_id, credential.name HAVING COUNT(DISTINCT claim.person_id) >= #
    ) AS named
) AS placed WHERE place <= ";

/// Where terms came from, for people: the titles of courses and the names of credentials that taught or certified them, at
/// most `limit` of a term. What people did, and for whom, is no example, and
/// neither is what too few people have to hide among.
pub async fn examples(db: &Db, terms: &[Uuid], limit: u32) -> Result<HashMap<Uuid, Vec<String>>, StoreError> {
    let backend = db.conn().get_database_backend();
    let mut marks = 0..;
    let mut list = || {
        let mark = |_| match (backend, marks.next()) {
            (DbBackend::Postgres, Some(number)) => format!("${}", number + 1),
            _ => "?".to_owned(),
        };
        terms.iter().map(mark).collect::<Vec<_>>().join(", ")
    };
    let sql = EXAMPLES
        .split('…')
        .map(str::to_owned)
        .reduce(|sql, rest| sql + &list() + &rest);
    let values = terms.iter().chain(terms).map(|term| Value::from(*term));
    let sql = sql.unwrap_or_default().replace('#', &ENOUGH.to_string());
    let sql = format!("{sql}{limit} ORDER BY term_id, name");
    let mut all: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in db
        .conn()
        .query_all_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?
    {
        all.entry(row.try_get_by_index(0)?)
            .or_default()
            .push(row.try_get_by_index(1)?);
    }
    Ok(all)
}
