import { Component, type ReactNode } from 'react';

/** What cannot be drawn is replaced; the rest of the page stays. */
export class Boundary extends Component<{ instead: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() { return { broken: true }; }
  override render() { return this.state.broken ? this.props.instead : this.props.children; }
}
