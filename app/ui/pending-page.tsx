import { useLocation, useNavigation } from "@remix-run/react";
import { Box, Card, InlineGrid, SkeletonBodyText, SkeletonDisplayText, SkeletonPage } from "@shopify/polaris";
import { type ReactNode, useEffect, useState } from "react";

/** A page that comes within this time simply replaces the one before; a skeleton in between would only flicker. */
const PATIENCE_MS = 300;

/** Shows the outline of the next page when its data takes longer than a moment. */
export function PendingPage({ children }: { children: ReactNode }) {
  const { location, formMethod } = useNavigation();
  const { pathname } = useLocation();
  const leaving = location !== undefined && location.pathname !== pathname && formMethod === undefined;
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!leaving) return setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [leaving]);
  return leaving && late ? <PageOutline /> : children;
}

const TILES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"] as const;

function PageOutline() {
  return (
    <SkeletonPage>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
        {TILES.map((tile) => (
          <Card key={tile}>
            <Box minHeight="120px">
              <SkeletonDisplayText size="small" />
              <Box paddingBlockStart="400">
                <SkeletonBodyText lines={2} />
              </Box>
            </Box>
          </Card>
        ))}
      </InlineGrid>
    </SkeletonPage>
  );
}
