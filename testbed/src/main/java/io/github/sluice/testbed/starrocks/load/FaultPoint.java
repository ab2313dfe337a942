package io.github.sluice.testbed.starrocks.load;

/** Where a fault can strike. */
public enum FaultPoint {
    /** A frontend has read the header of a load or transaction request. */
    FRONTEND_REQUEST,
    /** A backend has read the header of a request, before it checks anything or sends 100. */
    BACKEND_REQUEST,
    /** A backend has accepted a load's headers, before 100 Continue. */
    BEFORE_CONTINUE,
    /** A backend has received the first bytes of a load's body. */
    IN_BODY,
    /** A load's rows are complete; the commit (or prepare) has not happened. */
    BEFORE_COMMIT,
    /** Committed, not yet visible: holds the publication back. */
    PUBLISH,
    /** A step succeeded; its reply has not been sent. */
    BEFORE_REPLY
}
