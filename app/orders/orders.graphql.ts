/** The fields of an order that are read, wherever it comes from; `orderNodeSchema` parses them. */
const ORDER_FIELDS = `
  id
  name
  processedAt
  updatedAt
  cancelledAt
  test
  sourceName
  tags
  email
  phone
  app {
    id
  }
  customer {
    id
    defaultEmailAddress {
      emailAddress
    }
    defaultPhoneNumber {
      phoneNumber
    }
  }
  totalPriceSet {
    shopMoney {
      amount
      currencyCode
    }
  }
  totalRefundedSet {
    shopMoney {
      amount
      currencyCode
    }
  }
`;

/** Run by `RUN_BULK_QUERY`: every order that the app may see. */
export const ALL_ORDERS = `#graphql
  query AllOrders {
    orders {
      edges {
        node {
          ${ORDER_FIELDS}
        }
      }
    }
  }
`;

export const ORDERS_BY_ID = `#graphql
  query OrdersById($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Order {
        ${ORDER_FIELDS}
      }
    }
  }
`;

/** Changes since an instant, oldest first. */
export const CHANGED_ORDERS = `#graphql
  query ChangedOrders($query: String!, $first: Int!, $after: String) {
    orders(query: $query, first: $first, after: $after, sortKey: UPDATED_AT) {
      nodes {
        ${ORDER_FIELDS}
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

/** `limit: null` counts beyond 10,000. */
export const ORDERS_COUNT = `#graphql
  query OrdersCount {
    ordersCount(limit: null) {
      count
    }
  }
`;

export const RUN_BULK_QUERY = `#graphql
  mutation RunBulkQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation {
        id
        status
        createdAt
      }
      userErrors {
        code
        message
      }
    }
  }
`;

export const BULK_OPERATION = `#graphql
  query BulkOperationStatus($id: ID!) {
    bulkOperation(id: $id) {
      id
      status
      errorCode
      createdAt
      rootObjectCount
      url
    }
  }
`;
