"""The views people browse, in SQL. All times are UTC; every verdict, problem and reason is a word.

Each reads the few rows it needs through indexes, so that one claim's row costs the same however many checks are stored.
The newest check is the one that was saved last (the highest rowid), whatever the clock said.
"""

from __future__ import annotations

_CITATION_STATUS = """
select
  citations.claim_id as claim_id,
  citations.position as position,
  newest.verdict as verdict,
  newest.score as score,
  claims.text as claim,
  newest.problem as problem,
  newest.problem_detail as problem_detail,
  citations.publisher as publisher,
  sources.url as source_url,
  newest.checked_at as last_checked,
  (select label from (
     select checks.verdict || ' on ' || substr(checks.checked_at, 1, 10) as label from checks
     where checks.claim_id = citations.claim_id and checks.source_id = citations.source_id
       and checks.verdict is not null
     order by checks.rowid desc limit 1)) as last_known,
  case newest.verdict when 'supported' then 1 when 'partial' then 2 when 'contradicted' then 3
    when 'unsupported' then 4 else 5 end as rank,
  newest.id as check_id,
  citations.source_id as source_id
from citations
join claims on claims.id = citations.claim_id
join sources on sources.id = citations.source_id
left join checks as newest on newest.rowid = (
  select checks.rowid from checks
  where checks.claim_id = citations.claim_id and checks.source_id = citations.source_id
  order by checks.rowid desc limit 1)
where claims.removed_at is null and citations.removed_at is null
"""

_CLAIM_STATUS = """
select
  claims.id as id,
  newest.verdict as verdict,
  round(newest.score, 2) as score,
  claims.text as claim,
  (select evidence.exact from evidence
   where evidence.check_id = coalesce(newest.reused_from, newest.id)
   order by evidence.position limit 1) as passage,
  (select group_concat(words, '; ') from (
     select coalesce(nullif(reasons.message, ''), reasons.slug) as words from reasons
     where reasons.check_id = coalesce(newest.reused_from, newest.id)
     order by reasons.position)) as reasons,
  case
    when claims.kind = 'opinion' then null
    when shown.claim_id is null then 'needs-source: '
      || coalesce('cited as ' || claims.cited_as || ', without a URL', 'no source is named')
    else (select group_concat(words, '; ') from (
      select problem || ': ' || problem_detail as words from citation_status
      where claim_id = claims.id and problem is not null
      order by position))
  end as problem,
  case when newest.label_before is not null then
    'was ' || newest.label_before || ' ' || round(newest.score_before, 2) || ', changed: '
      || (select group_concat(value, ', ') from json_each(newest.causes))
  end as changed,
  coalesce(shown.publisher, claims.cited_as) as publisher,
  sources.url as source_url,
  (select count(*) from citations
   where citations.claim_id = claims.id and citations.removed_at is null) as sources,
  (select checks.checked_at from checks where checks.claim_id = claims.id
   order by checks.rowid desc limit 1) as last_checked,
  case when newest.verdict is null then (
    select last_known from citation_status
    where claim_id = claims.id and source_id = shown.source_id) end as last_known,
  articles.title as article,
  claims.kind as kind
from claims
join articles on articles.id = claims.article_id
left join citations as shown on shown.claim_id = claims.id and shown.source_id = (
  select source_id from citation_status
  where claim_id = claims.id
  order by rank, score desc, position limit 1)
left join sources on sources.id = shown.source_id
left join checks as newest on newest.rowid = (
  select checks.rowid from checks
  where checks.claim_id = shown.claim_id and checks.source_id = shown.source_id
  order by checks.rowid desc limit 1)
where claims.removed_at is null
"""

_CHECK_HISTORY = """
select
  checks.claim_id as claim_id,
  checks.checked_at as checked_at,
  checks.verdict as verdict,
  round(checks.score, 2) as score,
  checks.claim_text as claim,
  (select evidence.exact from evidence
   where evidence.check_id = coalesce(checks.reused_from, checks.id)
   order by evidence.position limit 1) as passage,
  (select group_concat(words, '; ') from (
     select coalesce(nullif(reasons.message, ''), reasons.slug) as words from reasons
     where reasons.check_id = coalesce(checks.reused_from, checks.id)
     order by reasons.position)) as reasons,
  checks.problem || ': ' || checks.problem_detail as problem,
  case when checks.label_before is not null then
    'was ' || checks.label_before || ' ' || round(checks.score_before, 2) || ', changed: '
      || (select group_concat(value, ', ') from json_each(checks.causes))
  end as changed,
  checks.basis as basis,
  sources.url as source_url,
  runs.title as run,
  checks.id as check_id
from checks
join runs on runs.id = checks.run_id
left join sources on sources.id = checks.source_id
"""

_DUE_DATES = """
select
  claims.id as id,
  case
    when status.check_id is null then 'never checked'
    when status.problem is not null then 'could not be checked'
    when newest.claim_text <> claims.text then 'claim text changed'
    when changed.id is not null then 'evidence changed'
    else 'due by age'
  end as reason,
  case
    when status.check_id is null then 'not checked yet'
    when status.problem is not null then status.problem || ': ' || status.problem_detail
      || coalesce('; last known: ' || status.last_known, '')
    when newest.claim_text <> claims.text then 'checked as: ' || newest.claim_text
    when changed.id is not null then 'was ' || changed.label_before || ', is ' || changed.verdict || ', changed: '
      || (select group_concat(value, ', ') from json_each(changed.causes))
    else 'last checked on ' || substr(status.last_checked, 1, 10)
  end as detail,
  claims.text as claim,
  status.verdict as verdict,
  case
    when status.check_id is null then max(claims.added_at, citations.added_at)
    when status.problem is not null then status.last_checked
    when newest.claim_text <> claims.text then claims.changed_at
    when changed.id is not null then changed.checked_at
    else strftime('%Y-%m-%d %H:%M:%SZ', status.last_checked, '+' || coalesce(
      claims.max_age_s,
      (select runs.due_after_s from runs where runs.due_after_s is not null order by runs.rowid desc limit 1),
      2592000) || ' seconds')
  end as due_at,
  status.last_checked as last_checked,
  status.source_url as source_url,
  articles.title as article
from citation_status as status
join claims on claims.id = status.claim_id
join articles on articles.id = claims.article_id
join citations on citations.claim_id = status.claim_id and citations.source_id = status.source_id
left join checks as newest on newest.id = status.check_id
left join checks as changed on changed.rowid = (
  select checks.rowid from checks
  where checks.claim_id = status.claim_id and checks.source_id = status.source_id
    and checks.label_before is not null
  order by checks.rowid desc limit 1)
  and not exists (
    select 1 from reviews
    join checks as seen on seen.claim_id = status.claim_id and seen.source_id = status.source_id
      and seen.key = reviews.check_key and seen.rowid >= changed.rowid
    where reviews.claim_id = status.claim_id)
where claims.kind = 'fact'
union all
select
  claims.id,
  'needs a source',
  coalesce('cited as ' || claims.cited_as || ', without a URL', 'no source is named'),
  claims.text,
  null,
  claims.added_at,
  (select checks.checked_at from checks where checks.claim_id = claims.id
   order by checks.rowid desc limit 1),
  null,
  articles.title
from claims
join articles on articles.id = claims.article_id
where claims.kind = 'fact' and claims.removed_at is null
  and not exists (
    select 1 from citations where citations.claim_id = claims.id and citations.removed_at is null)
"""

# A check that lies in the future (the clock was set back since) has no age that means anything, so it is due.
_STALE_CLAIMS = """
select id, reason, detail, claim, verdict, due_at, last_checked, source_url, article
from due_dates
where due_at <= strftime('%Y-%m-%d %H:%M:%SZ', 'now')
  or last_checked > strftime('%Y-%m-%d %H:%M:%SZ', 'now')
"""

# `not-cached` and `cache-corrupt` tell of this machine, not of the page: they are no attempt to reach it.
_SOURCE_HEALTH = """
select
  sources.title as source,
  sources.host as host,
  sources.state as state,
  case
    when tried.id is null then 'never fetched'
    when tried.problem is not null then tried.problem || ': ' || tried.problem_detail
    else 'ok'
  end as status,
  sources.state_since as state_since,
  sources.state_reason as state_reason,
  (select count(distinct checks.run_id) from checks
   where checks.source_id = sources.id and checks.rowid > coalesce(good.rowid, 0)
     and checks.problem not in ('not-cached', 'cache-corrupt')) as failures,
  case when tried.problem is null then coalesce(fetched.confirmed_at, fetched.fetched_at)
    else tried.checked_at end as last_fetched,
  coalesce(fetched.confirmed_at, fetched.fetched_at) as last_success,
  (select count(*) from citations join claims on claims.id = citations.claim_id
   where citations.source_id = sources.id and citations.removed_at is null
     and claims.removed_at is null) as claims,
  sources.publisher as publisher,
  sources.url as url
from sources
left join checks as tried on tried.rowid = (
  select checks.rowid from checks
  where checks.source_id = sources.id and coalesce(checks.problem, '') not in ('not-cached', 'cache-corrupt')
  order by checks.rowid desc limit 1)
left join checks as good on good.rowid = (
  select checks.rowid from checks
  where checks.source_id = sources.id and checks.verdict is not null
  order by checks.rowid desc limit 1)
left join snapshots as fetched on fetched.id = good.snapshot_id
"""

VIEWS = {
    "citation_status": _CITATION_STATUS,
    "claim_status": _CLAIM_STATUS,
    "check_history": _CHECK_HISTORY,
    "due_dates": _DUE_DATES,
    "stale_claims": _STALE_CLAIMS,
    "source_health": _SOURCE_HEALTH,
}
"""Name to SELECT statement, in the order in which they build on each other."""
