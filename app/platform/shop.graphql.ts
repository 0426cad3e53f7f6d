/** What an installation needs to know of the shop. */
export const SHOP_FACTS = `#graphql
  query ShopFacts {
    shop {
      name
      ianaTimezone
      currencyCode
      shopAddress {
        countryCodeV2
      }
    }
    currentAppInstallation {
      accessScopes {
        handle
      }
    }
  }
`;

/** The cheapest question that only an installed app gets an answer to. */
export const SHOP_IDENTITY = `#graphql
  query ShopIdentity {
    shop {
      id
    }
  }
`;
