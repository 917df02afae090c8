//! What can be changed. Every mutation takes one input and returns a payload; expected outcomes are unions, not errors.

use super::connections::{self, ConnectionInput, ConnectionPayload};
use super::consent::alter::{
    self, ApproveConsentInput, ChangeConsentInput, ChangeConsentPayload, PauseConsentInput, ResumeConsentInput,
};
use super::consent::delegation::{
    self, AcceptDelegationInput, AcceptDelegationPayload, EndDelegationInput, EndDelegationPayload,
    GiveDelegationInput, GiveDelegationPayload,
};
use super::consent::grant::{self, GrantConsentInput, GrantConsentPayload};
use super::consent::guardian::{
    self, EndGuardianshipInput, EndGuardianshipPayload, RecordGuardianInput, RecordGuardianPayload,
};
use super::consent::request::{
    self, GrantConsentRequestInput, GrantConsentRequestPayload, RefuseConsentRequestInput, RefuseConsentRequestPayload,
    RequestConsentInput, RequestConsentPayload,
};
use super::consent::withdraw::{self, WithdrawConsentInput, WithdrawConsentPayload};
use super::delivery::{self, ImportDeliveryInput, ImportDeliveryPayload};
use super::leave::{self, ErasePassportInput, ErasePassportPayload};
use super::mappings::{self, ReviewMappingInput, ReviewMappingPayload};
use super::own::{
    self, AddExperienceInput, AddExperiencePayload, AddGoalInput, AddGoalPayload, AddSkillPayload, OwnSkillInput,
};
use super::preview_delivery::{self, PreviewDeliveryInput, PreviewDeliveryPayload};
use super::rejects::{self, SettleRejectsInput, SettleRejectsPayload};
use super::review::{self, SettleMatchInput, SettleMatchPayload, UnlinkSubjectInput};
use super::terms::{self, DecideTermInput, DecideTermPayload};
use async_graphql::{Context, Description, Object, Result};

/// What can be changed.
#[derive(Description)]
pub struct Mutation;

#[Object(use_type_description)]
impl Mutation {
    /// As the holder: let a partner see parts of your passport, for one purpose, until a day.
    async fn grant_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you consent to.")] input: GrantConsentInput,
    ) -> Result<GrantConsentPayload> {
        grant::grant(ctx, input).await
    }

    /// As a partner: ask a holder for consent. You learn from the answer alone whether anybody is reached.
    async fn request_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom you ask, and for what.")] input: RequestConsentInput,
    ) -> Result<RequestConsentPayload> {
        request::ask(ctx, input).await
    }

    /// As the holder: give what a partner asked for, or less of it.
    async fn grant_consent_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and what you give.")] input: GrantConsentRequestInput,
    ) -> Result<GrantConsentRequestPayload> {
        request::grant(ctx, input).await
    }

    /// As the holder: say no to what a partner asked for.
    async fn refuse_consent_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] input: RefuseConsentRequestInput,
    ) -> Result<RefuseConsentRequestPayload> {
        request::refuse(ctx, input).await
    }

    /// As the holder: make a consent narrower: fewer or narrower scopes, more denied, an earlier end, fewer uses.
    async fn change_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which consent, and what becomes narrower.")] input: ChangeConsentInput,
    ) -> Result<ChangeConsentPayload> {
        alter::change(ctx, input).await
    }

    /// As the holder: suspend a consent. The partner's next request sees nothing under it; what it denies stays denied.
    async fn pause_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which consent.")] input: PauseConsentInput,
    ) -> Result<ChangeConsentPayload> {
        alter::pause(ctx, input).await
    }

    /// As the holder: let a paused consent hold again.
    async fn resume_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which consent.")] input: ResumeConsentInput,
    ) -> Result<ChangeConsentPayload> {
        alter::resume(ctx, input).await
    }

    /// As the holder: end a consent. The partner's next request sees nothing under it.
    async fn withdraw_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which consent to end.")] input: WithdrawConsentInput,
    ) -> Result<WithdrawConsentPayload> {
        withdraw::withdraw(ctx, input).await
    }

    /// As the holder: let a source write into your passport. What it sent is part of what your consents let partners see.
    async fn accept_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which source.")] input: ConnectionInput,
    ) -> Result<ConnectionPayload> {
        connections::accept(ctx, input).await
    }

    /// As the holder: let a source no longer write into your passport. What it wrote stays yours, and no partner sees it.
    async fn end_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which source.")] input: ConnectionInput,
    ) -> Result<ConnectionPayload> {
        connections::end(ctx, input).await
    }

    /// As a holder: let somebody decide for you which partners see what, within scopes and until a day. You learn from the
    /// answer alone whether anybody is reached. They see nothing of your passport by it.
    async fn give_delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom you name, and how far they may go.")] input: GiveDelegationInput,
    ) -> Result<GiveDelegationPayload> {
        delegation::give(ctx, input).await
    }

    /// As whoever is named: accept a delegation. The holder is told your name.
    async fn accept_delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which delegation.")] input: AcceptDelegationInput,
    ) -> Result<AcceptDelegationPayload> {
        delegation::accept(ctx, input).await
    }

    /// As the holder: revoke a delegation. As the delegate: give it back, or decline it. What was given under it ends at
    /// once, but for consents that the holder has changed, paused or resumed since.
    async fn end_delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which delegation.")] input: EndDelegationInput,
    ) -> Result<EndDelegationPayload> {
        delegation::end(ctx, input).await
    }

    /// As a minor, or with `onBehalfOf` as their guardian: say yes to what the other began. It is given by that.
    async fn approve_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which consent.")] input: ApproveConsentInput,
    ) -> Result<ChangeConsentPayload> {
        alter::approve(ctx, input).await
    }

    /// As a steward: record who stands for a minor, until when, and in which band of age the minor is. Recording anew renews and
    /// never shortens.
    async fn record_guardian(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who stands for whom, and until when.")] input: RecordGuardianInput,
    ) -> Result<RecordGuardianPayload> {
        guardian::record(ctx, input).await
    }

    /// As a steward: end what stands between a guardian and a minor. What was given under it ends at once.
    async fn end_guardianship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Between whom.")] input: EndGuardianshipInput,
    ) -> Result<EndGuardianshipPayload> {
        guardian::end(ctx, input).await
    }

    /// As a source: deliver files to be imported, as the source's own system would.
    async fn import_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you deliver.")] input: ImportDeliveryInput,
    ) -> Result<ImportDeliveryPayload> {
        delivery::import_delivery(ctx, input).await
    }

    /// As a source, or an integrator for it: see what files would become before they are delivered, some records beside the
    /// source's own words, and what would be rejected. Nothing is written.
    #[graphql(complexity = "preview_delivery::cost(first, child_complexity)")]
    async fn preview_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would deliver.")] input: PreviewDeliveryInput,
        #[graphql(desc = "How many records to show; at most 50, and 10 where it is left out.")] first: Option<i32>,
    ) -> Result<PreviewDeliveryPayload> {
        preview_delivery::preview_delivery(ctx, input, first).await
    }

    /// As the holder: add something you did, with the skills it called for. A project is an experience of kind PROJECT.
    async fn add_experience(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you did.")] input: AddExperienceInput,
    ) -> Result<AddExperiencePayload> {
        own::add_experience(ctx, input).await
    }

    /// As the holder: add a skill that you have or develop, with what backs it.
    async fn add_skill(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The skill.")] input: OwnSkillInput,
    ) -> Result<AddSkillPayload> {
        own::add_skill(ctx, input).await
    }

    /// As the holder: add what you aim for.
    async fn add_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you aim for.")] input: AddGoalInput,
    ) -> Result<AddGoalPayload> {
        own::add_goal(ctx, input).await
    }

    /// As the holder: erase your passport, with all that sources sent and you added. Export it first; there is no way back.
    /// Your consents end. What remains is proof that says nothing of you.
    async fn erase_passport(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which passport: your own.")] input: ErasePassportInput,
    ) -> Result<ErasePassportPayload> {
        leave::erase(ctx, input).await
    }

    /// As a steward: say whether an uncertain match is one person. What was rejected or undone can be linked again.
    async fn settle_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which match, and how it is settled.")] input: SettleMatchInput,
    ) -> Result<SettleMatchPayload> {
        review::settle(ctx, input).await
    }

    /// As a steward, an integrator or a source: settle rejects of your sources that no later delivery will bring in, and say
    /// why. Those whose records come in are settled by the run that brings them.
    async fn settle_rejects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which rejects, and why.")] input: SettleRejectsInput,
    ) -> Result<SettleRejectsPayload> {
        rejects::settle_rejects(ctx, input).await
    }

    /// As a steward of the hub: decide on a mapping between two concepts. It outranks whatever a program says.
    async fn review_mapping(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mapping, and what you make of it.")] input: ReviewMappingInput,
    ) -> Result<ReviewMappingPayload> {
        mappings::review(ctx, input).await
    }

    /// As a steward, an integrator or a source: decide what a term of your sources means. It holds for all claims behind the
    /// term, at once and in later imports, until it is taken back.
    async fn decide_term(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which term, and what it means.")] input: DecideTermInput,
    ) -> Result<DecideTermPayload> {
        terms::decide_term(ctx, input).await
    }

    /// As a steward: undo an active link. The subject returns to whom it stood with before it, with all it brought; an
    /// earlier link that this one superseded is active again.
    async fn unlink_subject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which link.")] input: UnlinkSubjectInput,
    ) -> Result<SettleMatchPayload> {
        review::unlink(ctx, input).await
    }
}
