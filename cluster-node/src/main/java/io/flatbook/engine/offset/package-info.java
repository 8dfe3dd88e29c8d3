/**
 * What chooses: which accounts close how many lots of a defaulter and what each gives.
 *
 * <p>{@code RoundPlanner} plans a round of default runs phase by phase on a {@code RoundDraft}, which lies over the
 * book and leaves it as it is; the result is a {@code RoundPlan}, which {@code PlanCheck} compares with the book before
 * it is applied. Reports and previews ask the same planner and the same {@code OffsetQueue}. Nothing here can write.
 */
package io.flatbook.engine.offset;
