-- The answer to tests/passport.graphql for one holder, written by hand as one statement: what the gateway is measured
-- against. It knows nothing of callers, consent or disclosure, and takes the stored skill states as they are.
WITH
claims AS MATERIALIZED (
    SELECT c.*, s.name AS source_name, s.kind AS source_kind
    FROM claim c JOIN source s ON s.id = c.source_id
    WHERE c.person_id = $1 AND c.superseded_at IS NULL
),
backing AS MATERIALIZED (
    SELECT claim_id, json_agg(json_build_object('kind', kind, 'title', title, 'url', url) ORDER BY id DESC) AS items
    FROM evidence
    WHERE person_id = $1 AND superseded_at IS NULL AND claim_id IS NOT NULL
    GROUP BY claim_id
),
statement AS MATERIALIZED (
    SELECT c.concept_id, CASE WHEN c.concept_id IS NULL THEN regexp_replace(lower(coalesce(c.raw_label, c.raw_code)), '[^[:alnum:]+#]+', ' ', 'g') END AS term, c.id,
        row_number() OVER (PARTITION BY c.concept_id, CASE WHEN c.concept_id IS NULL THEN regexp_replace(lower(coalesce(c.raw_label, c.raw_code)), '[^[:alnum:]+#]+', ' ', 'g') END ORDER BY c.id DESC) AS place,
        json_build_object(
            'assertion', upper(c.assertion),
            'assertedBy', json_build_object(
                'kind', CASE c.asserted_by_kind WHEN 'self' THEN 'HOLDER' ELSE upper(c.asserted_by_kind) END,
                'name', c.asserted_by_name),
            'observed', CASE WHEN coalesce(c.observed_from, c.observed_to) IS NOT NULL THEN json_build_object(
                'from', c.observed_from, 'to', c.observed_to, 'precision', upper(c.observed_precision)) END,
            'asReceived', json_build_object(
                'label', c.raw_label, 'level', c.raw_level, 'scale', c.raw_scale, 'framework', c.raw_framework),
            'mapping', CASE WHEN c.mapping_relation IS NOT NULL THEN json_build_object(
                'relation', upper(c.mapping_relation), 'method', upper(c.mapping_method), 'confidence', c.mapping_confidence) END,
            'source', json_build_object('name', c.source_name, 'kind', c.source_kind),
            'evidence', coalesce(b.items, '[]'::json),
            'provenance', json_build_object('record', c.source_record_id, 'pointer', c.pointer, 'adapter', c.adapter)
        ) AS node
    FROM claims c LEFT JOIN backing b ON b.claim_id = c.id
    WHERE c.role <> 'required' AND (c.valid_to IS NULL OR c.valid_to >= current_date)
),
skill AS MATERIALIZED (
    SELECT s.*, k.uri, l.text AS label, v.key, v.version,
        row_number() OVER (ORDER BY
            array_position(ARRAY['inferred', 'self', 'endorsed', 'observed', 'assessed', 'certified', 'licensed'], s.strongest_assertion::text) DESC,
            s.independent_sources DESC, s.band_low DESC NULLS LAST, s.concept_id, s.term COLLATE "C") AS place
    FROM skill_state s
    LEFT JOIN concept k ON k.id = s.concept_id
    LEFT JOIN vocabulary v ON v.id = k.vocabulary_id
    LEFT JOIN concept_label l ON l.concept_id = k.id AND l.language = 'en' AND l.kind = 'preferred'
    WHERE s.person_id = $1
)
SELECT json_build_object('data', json_build_object('passport', json_build_object(
    'holder', (SELECT json_build_object('displayName', display_name) FROM person WHERE id = $1),
    'skills', (
        SELECT json_build_object(
            'totalCount', (SELECT count(*) FROM skill),
            'nodes', coalesce(json_agg(json_build_object(
                'concept', CASE WHEN s.uri IS NOT NULL THEN json_build_object(
                    'uri', s.uri, 'label', s.label, 'vocabulary', json_build_object('key', s.key, 'version', s.version)) END,
                'band', CASE WHEN s.band_low IS NOT NULL THEN json_build_object(
                    'low', (ARRAY['UNKNOWN', 'AWARE', 'BEGINNER', 'COMPETENT', 'PROFICIENT', 'EXPERT'])[s.band_low + 1],
                    'high', (ARRAY['UNKNOWN', 'AWARE', 'BEGINNER', 'COMPETENT', 'PROFICIENT', 'EXPERT'])[s.band_high + 1]) END,
                'strongestAssertion', upper(s.strongest_assertion),
                'independentSources', s.independent_sources,
                'trend', upper(s.trend),
                'lastObserved', s.last_observed,
                'claims', json_build_object('nodes', (
                    SELECT json_agg(t.node ORDER BY t.place) FROM statement t
                    WHERE t.place <= 5 AND (t.concept_id = s.concept_id OR s.concept_id IS NULL AND t.term = s.term)))
            ) ORDER BY s.place), '[]'::json),
            'pageInfo', json_build_object(
                'hasNextPage', (SELECT count(*) > 20 FROM skill),
                'endCursor', (array_agg(
                    replace(coalesce(s.concept_id::text, substr(encode(sha256(s.term::bytea), 'hex'), 1, 32)), '-', '')
                    ORDER BY s.place DESC))[1]))
        FROM skill s WHERE s.place <= 20
    ),
    'credentials', (
        SELECT json_build_object('totalCount', count(*), 'nodes', coalesce(json_agg(node ORDER BY place) FILTER (WHERE place <= 10), '[]'::json))
        FROM (
            SELECT row_number() OVER (ORDER BY c.issued_on DESC, c.id DESC) AS place, json_build_object(
                'name', c.name,
                'issuer', CASE WHEN coalesce(c.issuer_name, o.name) IS NOT NULL THEN json_build_object('name', coalesce(c.issuer_name, o.name)) END,
                'issuedOn', c.issued_on, 'expiresOn', c.expires_on, 'status', upper(c.status),
                'checks', (SELECT json_agg(json_build_object('check', upper(k ->> 'check'), 'outcome', upper(k ->> 'outcome')) ORDER BY n)
                    FROM jsonb_array_elements(c.checks::jsonb) WITH ORDINALITY AS checks (k, n))) AS node
            FROM credential c LEFT JOIN organization o ON o.id = c.issuer_organization_id
            WHERE c.person_id = $1 AND c.superseded_at IS NULL
        ) credential
    ),
    'experiences', (
        SELECT json_build_object('totalCount', count(*), 'nodes', coalesce(json_agg(node ORDER BY place) FILTER (WHERE place <= 10), '[]'::json))
        FROM (
            SELECT row_number() OVER (ORDER BY e.period_from DESC, e.id DESC) AS place, json_build_object(
                'kind', upper(e.kind), 'title', e.title,
                'organization', CASE WHEN coalesce(e.organization_name, o.name) IS NOT NULL THEN json_build_object('name', coalesce(e.organization_name, o.name)) END,
                'period', CASE WHEN coalesce(e.period_from, e.period_to) IS NOT NULL THEN json_build_object(
                    'from', e.period_from, 'to', e.period_to, 'precision', upper(e.period_precision)) END,
                'skills', json_build_object('nodes', coalesce((
                    SELECT json_agg(json_build_object('concept', CASE WHEN s.label IS NOT NULL THEN json_build_object('label', s.label) END) ORDER BY s.place)
                    FROM skill s WHERE EXISTS (
                        SELECT FROM claims c WHERE c.experience_id = e.id
                        AND (c.concept_id = s.concept_id OR s.concept_id IS NULL AND regexp_replace(lower(coalesce(c.raw_label, c.raw_code)), '[^[:alnum:]+#]+', ' ', 'g') = s.term))), '[]'::json))) AS node
            FROM experience e LEFT JOIN organization o ON o.id = e.organization_id
            WHERE e.person_id = $1 AND e.superseded_at IS NULL
        ) experience
    ),
    'learning', (
        SELECT json_build_object('totalCount', count(*), 'nodes', coalesce(json_agg(node ORDER BY place) FILTER (WHERE place <= 10), '[]'::json))
        FROM (
            SELECT row_number() OVER (ORDER BY l.period_from DESC, l.id DESC) AS place, json_build_object(
                'title', l.title,
                'provider', CASE WHEN coalesce(l.provider_name, o.name) IS NOT NULL THEN json_build_object('name', coalesce(l.provider_name, o.name)) END,
                'status', upper(l.status),
                'result', CASE WHEN l.result_value IS NOT NULL THEN json_build_object('value', l.result_value, 'scale', l.result_scale) END) AS node
            FROM learning l LEFT JOIN organization o ON o.id = l.provider_organization_id
            WHERE l.person_id = $1 AND l.superseded_at IS NULL
        ) learning
    )
)))::text AS answer
