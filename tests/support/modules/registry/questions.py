"""Questions about what is unclear."""

from support.declared import Page, Photo, Sample, asked
from support.demo_records import COUNTY
from support.standing import at_household, at_place, of_household

PAGES = (
    Page(
        "figure-questions",
        (
            asked(9, place=at_place),
            asked(9, place=at_place, kind="unknown_value"),
        ),
        photos=(
            Photo("questions", "county", f"figure/questions?place={COUNTY}"),
            Photo("questions-of-a-kind", "county", f"figure/questions?place={COUNTY}&kind={{kind}}"),
        ),
    ),
    Page(
        "questions-answer",
        (
            asked(19, household=at_household),
            asked(19, household=at_household, question=lambda s: s.zone.question),
            asked(8, place=at_place, kind="unknown_value"),
        ),
        form={"question": lambda s: s.zone.question, "reason": "看过户口本"},
        photos=(
            Photo("question-answer", "leader", "questions/answer?household={asked}"),
            Photo("question-answer-kind", "county", f"questions/answer?place={COUNTY}&kind={{kind}}"),
        ),
    ),
)

SAMPLES = {
    "registry.answer_question": Sample(
        lambda s: of_household(s, question_ids=[str(s.zone.question)], reason="看过户口本")
    ),
}
