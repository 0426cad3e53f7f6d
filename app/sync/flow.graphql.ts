/** Starts the workflows of a shop that begin with one of the app's triggers. Needs no access scope of its own. */
export const FLOW_TRIGGER = `#graphql
  mutation FlowTrigger($handle: String, $payload: JSON) {
    flowTriggerReceive(handle: $handle, payload: $payload) {
      userErrors {
        message
      }
    }
  }
`;
